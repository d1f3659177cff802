/** What a file that is no CSV is, and how to get a CSV from it; undefined for what may be a CSV. */
export function foreignKind(bytes: Uint8Array): string | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 1024));
  if (start.startsWith("PK\x03\x04")) {
    return /\[Content_Types\]|xl\/|_rels/.test(start)
      ? "The file is a spreadsheet (.xlsx), not a CSV: save it as CSV UTF-8 and send that"
      : "The file is a zip archive, not a CSV: unpack it and send the CSV inside";
  }
  if (start.startsWith("\xd0\xcf\x11\xe0")) {
    return "The file is an old spreadsheet (.xls), not a CSV: save it as CSV UTF-8 and send that";
  }
  if (start.startsWith("%PDF-")) return "The file is a PDF, not a CSV: export the data as CSV";
  if (start.startsWith("\x1f\x8b")) return "The file is compressed (gzip), not a CSV: unpack it first";
  const text = start.replace(/^\xef\xbb\xbf/, "").replaceAll("\0", "").trimStart();
  if (/^<(!doctype html|html|head|body|table)\b/i.test(text)) {
    return "The file is an HTML page, not a CSV: if it is a sign-in page, sign in and download the file again";
  }
  if (/^<\?xml\b/i.test(text)) return "The file is XML, not a CSV: export the data as CSV";
  if (/^(\[\s*[\[{]|\{\s*["}]|\[\s*\])/.test(text)) {
    return "The file is JSON, not a CSV: send it with content-type application/json, or export the data as CSV";
  }
}
