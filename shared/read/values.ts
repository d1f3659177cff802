import { nameKey } from "../input/names.ts";

/**
 * Translates foreign values of fields by `{"stage": {"Closed Won": "won"}}`: as written first, then without regard to
 * case and kinds of blanks.
 */
export function translator(
  values: { [field: string]: Record<string, string> | undefined },
): (field: string, text: string) => string {
  const meanings = new Map(
    Object.entries(values).map(([field, pairs = {}]) => {
      const exact = Object.entries(pairs);
      return [field, {
        exact: new Map(exact),
        folded: new Map(exact.map(([sent, meaning]) => [nameKey(sent), meaning])),
      }];
    }),
  );
  return (field, text) => {
    const known = meanings.get(field);
    return known?.exact.get(text) ?? known?.folded.get(nameKey(text)) ?? text;
  };
}
