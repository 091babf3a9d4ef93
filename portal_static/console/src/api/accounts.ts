/** Accounts, as far as the API's own document doesn't say it yet. */
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
