/** Two short, soft notes: made here, so that no file is fetched. */

const NOTES = [660, 880]; // Hz
const LENGTH = 0.16; // seconds
const LOUDNESS = 0.08; // of 1

let context: AudioContext | null = null;

/** Play them. Rejected by a browser that plays nothing here: then nothing is heard. */
export async function play(): Promise<void> {
  context ??= new AudioContext();
  await context.resume();
  for (const [place, frequency] of NOTES.entries()) note(context, frequency, context.currentTime + place * LENGTH);
}

function note(on: AudioContext, frequency: number, at: number): void {
  const tone = new OscillatorNode(on, { frequency });
  const volume = new GainNode(on, { gain: 0 });
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(LOUDNESS, at + 0.02);
  volume.gain.linearRampToValueAtTime(0, at + LENGTH);
  tone.connect(volume).connect(on.destination);
  tone.start(at);
  tone.stop(at + LENGTH);
}
