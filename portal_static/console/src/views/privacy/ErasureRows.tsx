/** What an erasure erases, renames and keeps, of each kind of thing, and why some is kept. */
import type { ErasureTable } from "../../api/types";
import { number, plain } from "../../words";
import { hasWord, w } from "./words";

const AMOUNTS = ["erased", "renamed", "kept"] as const;

export function ErasureRows({ rows }: Pick<ErasureTable, "rows">) {
  return (
    <div class="erasure" role="region" aria-label={w("erase.table")} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{w("erase.kind")}</th>
            {AMOUNTS.map((amount) => (
              <th key={amount} scope="col">
                {w(`erase.${amount}`)}
              </th>
            ))}
            <th scope="col">{w("erase.why")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.kind}>
              <th scope="row">{told(`erase.kind.${row.kind}`)}</th>
              {AMOUNTS.map((amount) => (
                <td key={amount}>{number(row[amount])}</td>
              ))}
              <td>{row.why && told(`erase.why.${row.why}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function told(key: string): string {
  return hasWord(key) ? w(key) : plain(key);
}
