/**
 * The fields of a form as people send them: one left blank was not sent, one sent several times (boxes of one name) is
 * a list with commas.
 */
export function formFields(form: FormData): Record<string, FormDataEntryValue> {
  const fields: [string, FormDataEntryValue][] = [];
  for (const name of new Set(form.keys())) {
    const sent = form.getAll(name).filter((value) => typeof value !== "string" || value.trim() !== "");
    const [first, ...others] = sent;
    if (first !== undefined) fields.push([name, others.length === 0 ? first : sent.join(",")]);
  }
  return Object.fromEntries(fields);
}
