/** The countries whose public holidays the desk knows, by name in the page's language. */
import { locale } from "../../../words";

/** Those of the library that the desk works holidays out with; a test compares the two. */
const CODES = (
  "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA " +
  "CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA " +
  "GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP " +
  "KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS " +
  "MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS " +
  "RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW " +
  "TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW"
).split(" ");

export interface Country {
  value: string;
  label: string;
}

/** All of them in the order of their names, and `saved` too, should it be none that we know. */
export function countries(saved: string): Country[] {
  const names = new Intl.DisplayNames(locale(), { type: "region" });
  const named = (value: string): Country => ({ value, label: nameOf(names, value) });
  const known = saved === "" || CODES.includes(saved) ? CODES : [...CODES, saved];
  return known.map(named).toSorted((one, other) => one.label.localeCompare(other.label, locale()));
}

function nameOf(names: Intl.DisplayNames, code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code; // stored by a later release, in another form
  }
}
