/** What surrounds the text of a mail. */
export interface Frame {
  /** A language tag. */
  locale: string;
  /** HTML; Mustache tags stay as they are. */
  body: string;
}

const rightToLeft = /^(ar|arc|dv|fa|ha|he|khw|ks|ku|ps|ur|yi)\b/i;

/** The direction in which a language is written. */
export function directionOf(locale: string): "ltr" | "rtl" {
  return rightToLeft.test(locale) ? "rtl" : "ltr";
}

const style = "body{margin:0;padding:24px 12px;background:#f4f5f7;color:#1d2433}" +
  ".card{max-width:560px;margin:0 auto;padding:32px;background:#ffffff;border-radius:8px}" +
  "body,td{font:16px/1.5 -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif}" +
  "h1{font-size:22px;line-height:1.3;margin:0 0 16px}p{margin:0 0 16px}a{color:#1f5fd0}" +
  ".button{display:inline-block;padding:12px 20px;background:#1f5fd0;color:#ffffff;border-radius:6px;" +
  "text-decoration:none}.code{font:600 24px/1.3 ui-monospace,Menlo,Consolas,monospace;letter-spacing:4px}" +
  "td{padding:4px 24px 4px 0}[dir=rtl] td{padding:4px 0 4px 24px}.small{font-size:13px;color:#5b6475}" +
  "@media (prefers-color-scheme:dark){body{background:#12151c;color:#e7eaf0}.card{background:#1c212b}" +
  "a{color:#8db4ff}.button{background:#3d76e0;color:#ffffff}.small{color:#a2abbb}}";

/** A whole HTML document. A text that is one already stays as it is. */
export function inLayout({ locale, body }: Frame): string {
  if (/^\s*(<!doctype|<html)\b/i.test(body)) return body;
  return `<!doctype html>
<html lang="${locale}" dir="${directionOf(locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<style>${style}</style>
</head>
<body>
<div class="card">
${body}
</div>
</body>
</html>
`;
}
