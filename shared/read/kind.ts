const zip = "PK\x03\x04";

/** True for an .xlsx file by its first bytes, whatever its name; a damaged one too. */
export function isSpreadsheet(bytes: Uint8Array): boolean {
  const start = String.fromCharCode(...bytes.subarray(0, 1024));
  return start.startsWith(zip) && /\[Content_Types\]|_rels\/|xl\/|docProps\//.test(start);
}

/** What a file that is no CSV is, and how to get a CSV from it; undefined for what may be a CSV. */
export function foreignKind(bytes: Uint8Array): string | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 1024));
  if (start.startsWith(zip)) return archive(bytes, start);
  if (start.startsWith("\xd0\xcf\x11\xe0")) {
    return hasName(bytes, "EncryptedPackage")
      ? "The spreadsheet is protected with a password: save it without one and send that"
      : "The file is an old spreadsheet (.xls), not a CSV: save it as .xlsx or as CSV UTF-8 and send that";
  }
  if (/^(\x89PNG|\xff\xd8\xff|GIF8[79]a)/.test(start)) {
    return "The file is an image, not a CSV: send the table itself";
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

function archive(bytes: Uint8Array, start: string): string {
  if (isSpreadsheet(bytes)) {
    return "The file is a spreadsheet (.xlsx), not a CSV: save it as CSV UTF-8 and send that";
  }
  return start.includes("opendocument.spreadsheet")
    ? "The file is an OpenDocument spreadsheet (.ods): save it as .xlsx or as CSV UTF-8 and send that"
    : "The file is a zip archive, not a CSV: unpack it and send the CSV inside";
}

/** True if the directory of an OLE container has this name, which it writes in UTF-16. */
function hasName(bytes: Uint8Array, name: string): boolean {
  const wanted = [...name].map((letter) => `${letter}\0`).join("");
  return new TextDecoder("latin1").decode(bytes).includes(wanted);
}
