import { assertEquals } from "#assert";
import fc from "fast-check";
import { decode } from "../../../shared/read/decode.ts";
import { encode, type FileEncoding, fileEncodings } from "./encode.ts";

const text = fc.string({ unit: "grapheme", minLength: 1 }).map((inner) =>
  `name,${inner.replace(/^\uFEFF+/, "")}`
);

Deno.test("text is read back unchanged from every encoding that declares itself", () => {
  const marked = fc.constantFrom<FileEncoding>(...fileEncodings.filter((name) => name !== "windows-1252"));
  fc.assert(fc.property(text, marked, (sent, encoding) => {
    const decoded = decode(encode(sent, encoding));
    assertEquals([decoded.text, decoded.isIntact], [sent, true]);
  }));
});

Deno.test("Western European text without mark is recognised as windows-1252", () => {
  for (const sent of ["Café,Björk & Søn", "Garçon – 5 €", "naïve «créé»", "Ünal,Größe 5½"]) {
    assertEquals(decode(encode(sent, "windows-1252")), {
      text: sent,
      encoding: "windows-1252",
      isIntact: true,
    });
  }
});

Deno.test("bytes that are no Western European text are not guessed", () => {
  const cyrillic = new Uint8Array([0xc7, 0xe0, 0xea, 0xe0, 0xe7, 0x2c, 0xd1, 0xe4, 0xe5, 0xeb, 0xea, 0xe0]);
  const mixed = new Uint8Array([0xc3, 0xa9, 0x2c, 0xff]);
  const control = new Uint8Array([0x61, 0x00, 0xe9]);
  for (const bytes of [cyrillic, mixed, control]) {
    assertEquals([decode(bytes).encoding, decode(bytes).isIntact], ["utf-8", false]);
  }
  assertEquals(decode(cyrillic, "windows-1252").isIntact, true);
});

Deno.test("decoding any bytes ends with text", () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => typeof decode(bytes).text === "string"));
});
