/** Where signing in stands: what is asked for next. */
import type { Challenge } from "../../store/desk/session";

export type Step = "password" | "forgotten" | Challenge;
