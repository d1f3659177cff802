/** A template in one language; Mustache, with values escaped. */
export interface Words {
  subject: string;
  /** HTML of the card. */
  body: string;
}

/** A template in English, and in every other language that it was written in. */
export type Template = { en: Words; [language: string]: Words };

/** A heading, paragraphs and a button with the link `{{url}}`, in this order. */
export function letter(heading: string, paragraphs: string[], button: string, end?: string): string {
  return [
    `<h1>${heading}</h1>`,
    ...paragraphs.map((paragraph) => paragraph.startsWith("<") ? paragraph : `<p>${paragraph}</p>`),
    `<p><a class="button" href="{{url}}">${button}</a></p>`,
    ...end === undefined ? [] : [`<p class="small">${end}</p>`],
  ].join("\n");
}

/** A code to type in. */
export function code(): string {
  return '<p class="code">{{code}}</p>';
}

/** Rows of a name and a value. */
export function table(rows: [name: string, value: string][]): string {
  const lines = rows.map(([name, value]) => `<tr><td>${name}</td><td><strong>${value}</strong></td></tr>`);
  return `<table>\n<tbody>\n${lines.join("\n")}\n</tbody>\n</table>`;
}
