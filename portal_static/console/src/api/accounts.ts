/** Accounts and sign-in, as far as the API's own document doesn't say it yet. */
import type { MemberOut, MeOut, MyWorkspaceOut } from "./schema";

export type Barred = "second_factor_required" | "sso_required";

export interface Workspace extends MyWorkspaceOut {
  barred: Barred | null;
  second_factor_by: string | null;
}

export interface Me extends Omit<MeOut, "workspaces"> {
  workspaces: Workspace[];
  signed_in_by: "password" | "sso";
  second_factor: boolean;
}

export interface Member extends MemberOut {
  second_factor: boolean;
}

export interface Tokens {
  access_token: string;
  expires_in: number;
}

export interface Factor {
  on: boolean;
  recovery_codes_left: number;
}

export interface Enrolment {
  secret: string;
  uri: string;
  qr_svg: string;
  session: string;
}

export interface Codes {
  recovery_codes: string[];
}
