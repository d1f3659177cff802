import { escapeToBuffer, type StringBuffer } from "hono/utils/html";

/** A text as it stands in HTML or XML, in elements and in quoted attributes. */
export function escapeHtml(text: string): string {
  const buffer: StringBuffer = [""];
  escapeToBuffer(text, buffer);
  return buffer.join("");
}
