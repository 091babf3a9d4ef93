/**
 * One request to the API, with all that every request needs: the token, a new one when it ran out, an idempotency key,
 * and another try when the first one got lost. Whatever fails in the end is thrown as a `Problem`.
 *
 * Every method may be tried again: GET, PUT, PATCH and DELETE name the state they want, and a POST carries an
 * idempotency key, by which the desk recognises it.
 */
import { Problem, problemOf, silence } from "./problem";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
export type Query = Record<string, string | number | boolean | null | undefined>;

export interface Asked {
  query?: Query;
  body?: unknown;
  /** The version the change was made from; the desk refuses it when it isn't the latest (412). */
  ifMatch?: number;
  signal?: AbortSignal;
  /** The idempotency key of a POST that may have been sent before. */
  key?: string;
  /** Whether it is sent to its end when the page is left meanwhile. */
  keepalive?: boolean;
  /** How often it is sent at most. */
  tries?: number;
}

/**
 * Where tokens come from. `renew` resolves when there is one that is worth another try, after the person signed in if
 * need be; `once` is whether a new one was refused for the same already.
 */
export interface Tokens {
  current(): string | null;
  renew(rejected: string | null, refusal: Problem, once: boolean): Promise<void>;
}

/** What the environment gives: replaced by tests. `reached` hears of each answer and each silence (null). */
export interface Surroundings {
  fetch(url: string, init: RequestInit): Promise<Response>;
  wait(milliseconds: number): Promise<void>;
  newKey(): string;
  reached(answer: Response | null): void;
}

/** Refusals that are about how somebody signed in, besides every 401. */
const OF_SIGN_IN = ["sign_in_again", "second_factor_required", "sso_required"];
const TRIES = 3;
const TIMEOUT = 30_000;
const LONGEST_WAIT = 10;

export class Http {
  constructor(
    private readonly tokens: Tokens,
    private readonly around: Surroundings,
  ) {}

  async ask<T>(method: Method, path: string, asked: Asked = {}): Promise<T> {
    const answer = await this.answer(method, path, asked);
    return (answer.status === 204 ? undefined : await answer.json()) as T;
  }

  /** The answer itself, for what is no JSON. */
  async answer(method: Method, path: string, asked: Asked = {}): Promise<Response> {
    const url = path + queryString(asked.query);
    const init = requestOf(method, asked, this.around.newKey);
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.answered(url, init, asked.signal);
      } catch (failure) {
        const last = attempt >= (asked.tries ?? TRIES);
        if (last || !(failure instanceof Problem) || !failure.passing || asked.signal?.aborted) throw failure;
        const pause = failure.retryAfter ?? 0.4 * 2 ** attempt;
        if (pause > LONGEST_WAIT) throw failure;
        await this.around.wait(pause * 1000);
      }
    }
  }

  private async answered(url: string, init: RequestInit, signal: AbortSignal | undefined): Promise<Response> {
    for (const refusals: number[] = []; ; ) {
      const token = this.tokens.current();
      const answer = await this.sent(url, withToken(init, token), signal);
      if (answer.ok) return answer;
      const refusal = await problemOf(answer);
      const { status, code } = refusal;
      const curable = status === 401 || OF_SIGN_IN.includes(code);
      const before = refusals.filter((each) => each === status).length;
      if (!curable || token === null || before > (status === 401 ? 1 : 0)) throw refusal;
      refusals.push(status); // of each kind: a token may be too old first, and then not enough
      await this.tokens.renew(token, refusal, before > 0);
    }
  }

  private async sent(url: string, init: RequestInit, signal: AbortSignal | undefined): Promise<Response> {
    const timeout = AbortSignal.timeout(TIMEOUT);
    try {
      const answer = await this.around.fetch(url, {
        ...init,
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      this.around.reached(answer);
      return answer;
    } catch (failure) {
      if (signal?.aborted) throw failure;
      this.around.reached(null);
      throw silence(failure);
    }
  }
}

function requestOf(method: Method, asked: Asked, newKey: () => string): RequestInit {
  const headers: Record<string, string> = {};
  if (method === "POST") headers["Idempotency-Key"] = asked.key ?? newKey();
  if (asked.ifMatch !== undefined) headers["If-Match"] = `"${asked.ifMatch}"`;
  const { keepalive = false } = asked;
  if (asked.body === undefined) return { method, headers, keepalive };
  headers["Content-Type"] = "application/json";
  return { method, headers, keepalive, body: JSON.stringify(asked.body) };
}

function withToken(init: RequestInit, token: string | null): RequestInit {
  return token ? { ...init, headers: { ...init.headers, Authorization: `Bearer ${token}` } } : init;
}

function queryString(query: Query = {}): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const text = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
  return text ? `?${text}` : "";
}
