import { ApiError } from "../http/errors.ts";
import { encodings } from "./decode.ts";

/** The encoding that a content type names, after the one of the option. Throws 415 for one that cannot be read. */
export function encodingOf(
  contentType: string,
  option?: typeof encodings[number],
): typeof encodings[number] | undefined {
  const charset = /charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1];
  const named = charset?.toLowerCase().replace(/^utf-?(8|16)(le|be)?$/, "utf-$1").replace(
    /^cp1252$/,
    "windows-1252",
  );
  const known = encodings.find((encoding) => encoding === named);
  if (charset && !known) {
    throw new ApiError(415, "UNSUPPORTED_MEDIA_TYPE", `The charset is ${charset}: save the file as UTF-8`);
  }
  // Clients say UTF-8 of whatever file they were given, so the bytes decide then.
  return option ?? (known === "utf-8" ? undefined : known);
}
