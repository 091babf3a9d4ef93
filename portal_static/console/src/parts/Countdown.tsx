/** What is said by the seconds that are left, as they go by. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

export interface CountdownProps {
  /** The end, by this machine's clock. */
  until: number;
  say(seconds: number): string;
}

const LOOKS = 200; // ms: no second is shown for much longer than one

export function Countdown({ until, say }: CountdownProps) {
  const left = useSignal(secondsUntil(until));
  useEffect(() => {
    const timer = setInterval(() => (left.value = secondsUntil(until)), LOOKS);
    return () => clearInterval(timer);
  }, [until]);
  return <>{say(left.value)}</>;
}

function secondsUntil(until: number): number {
  return Math.max(0, Math.ceil((until - Date.now()) / 1000));
}
