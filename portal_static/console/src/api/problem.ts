/**
 * What can go wrong with a request, in one type: the API's own problem documents (RFC 9457), and the network's silence.
 */

export interface FieldProblem {
  field: string;
  message: string;
}

interface Told {
  status: number;
  code: string;
  detail: string;
  errors?: FieldProblem[];
  extra?: Record<string, unknown>;
  retryAfter?: number | null;
}

/** `status` 0 means that no answer came: `code` is then `offline` or `timeout`. `retryAfter` is in seconds. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: readonly FieldProblem[];
  readonly extra: Readonly<Record<string, unknown>>;
  readonly retryAfter: number | null;

  constructor(told: Told) {
    super(told.detail);
    this.name = "Problem";
    this.status = told.status;
    this.code = told.code;
    this.errors = told.errors ?? [];
    this.extra = told.extra ?? {};
    this.retryAfter = told.retryAfter ?? null;
  }

  /** What is wrong at this field, or null. */
  at(field: string): string | null {
    return this.errors.find((each) => each.field === field || each.field.startsWith(`${field}.`))?.message ?? null;
  }

  /** Whether the desk may have done it all the same. */
  get undecided(): boolean {
    return this.status === 0 || this.status >= 500;
  }

  /** Whether the same request may well succeed a moment later. */
  get passing(): boolean {
    return (
      this.status === 0 || this.status === 429 || this.status === 502 || this.status === 503 || this.status === 504
    );
  }
}

/** A problem of the network: nothing came back. */
export function silence(cause: unknown): Problem {
  const late = cause instanceof DOMException && cause.name === "TimeoutError";
  return new Problem({ status: 0, code: late ? "timeout" : "offline", detail: "" });
}

/**
 * An answer that isn't a success, as a problem. Proxies answer with pages of their own: the status is all they tell.
 */
export async function problemOf(answer: Response): Promise<Problem> {
  const document = await jsonOf(answer);
  const { status, title, detail, code, errors, type, ...extra } = document;
  return new Problem({
    status: answer.status,
    code: typeof code === "string" ? code : `http_${answer.status}`,
    detail: typeof detail === "string" ? detail : "",
    errors: Array.isArray(errors) ? errors.filter(isFieldProblem) : [],
    extra,
    retryAfter: seconds(answer.headers.get("Retry-After")),
  });
}

async function jsonOf(answer: Response): Promise<Record<string, unknown>> {
  try {
    const document: unknown = await answer.json();
    return typeof document === "object" && document !== null ? { ...document } : {};
  } catch {
    return {}; // not JSON, so it says nothing we could show
  }
}

function isFieldProblem(value: unknown): value is FieldProblem {
  return typeof value === "object" && value !== null && "field" in value && "message" in value;
}

function seconds(header: string | null): number | null {
  const value = Number(header);
  return header !== null && Number.isFinite(value) ? Math.max(0, value) : null;
}
