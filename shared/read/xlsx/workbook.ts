import { type Allowance, readParts, type Taker } from "./parts.ts";
import { kindOfFormat, type NumberKind } from "./values.ts";
import { xmlReader } from "./xml.ts";

/** What a workbook says of its sheets, before any is read. */
export interface Workbook {
  sheets: { name: string; part: string; isHidden: boolean }[];
  strings: string | undefined;
  is1904: boolean;
  /** By the style of a cell. */
  kinds: NumberKind[];
}

type Relations = Map<string, { type: string; target: string }>;

/** Reads the parts that list the sheets and describe the styles. Raises 400. */
export function readWorkbook(file: Uint8Array, allowed: Allowance): Workbook {
  const { takerOf, workbook } = workbookReader();
  readParts(file, allowed, takerOf);
  return workbook();
}

/** Takers for the parts that are needed, in the order of the file, and the workbook when they have been read. */
export function workbookReader(): { takerOf(name: string): Taker | undefined; workbook(): Workbook } {
  const relations = new Map<string, Relations>();
  const sheets: NamedSheet[] = [];
  const formats = new Map<number, string>();
  const kinds: NumberKind[] = [];
  let is1904 = false;
  let inCellStyles = false;
  const takerOf = (name: string): Taker | undefined => {
    if (name.endsWith(".rels") && /^(_rels|xl\/_rels)\//.test(name)) {
      const found: Relations = new Map();
      relations.set(name, found);
      return taker(xmlReader({
        open: ({ name, attributes: { Id, Type, Target } }) => {
          if (name !== "Relationship" || !Id || !Type || !Target) return;
          found.set(Id, { type: Type.slice(Type.lastIndexOf("/") + 1), target: Target });
        },
      }));
    }
    if (/^xl\/workbook\d*\.xml$/i.test(name)) {
      return taker(xmlReader({
        open: ({ name, attributes: { name: called, id, state, date1904 } }) => {
          if (name === "sheet" && called !== undefined && id) {
            sheets.push({ name: called, id, isHidden: state === "hidden" || state === "veryHidden" });
          }
          if (name === "workbookPr") is1904 = date1904 === "1" || date1904 === "true";
        },
      }));
    }
    if (!/^xl\/styles\d*\.xml$/i.test(name)) return undefined;
    return taker(xmlReader({
      open: ({ name, attributes: { numFmtId, formatCode } }) => {
        if (name === "cellXfs") inCellStyles = true;
        if (name === "numFmt" && formatCode !== undefined) formats.set(Number(numFmtId), formatCode);
        if (name !== "xf" || !inCellStyles) return;
        const id = Number(numFmtId ?? 0);
        kinds.push(kindOfFormat(id, formats.get(id)));
      },
      close: (name) => {
        if (name === "cellXfs") inCellStyles = false;
      },
    }));
  };
  return { takerOf, workbook: () => workbookOf(relations, sheets, is1904, kinds) };
}

interface NamedSheet {
  name: string;
  id: string;
  isHidden: boolean;
}

function workbookOf(
  relations: Map<string, Relations>,
  sheets: NamedSheet[],
  is1904: boolean,
  kinds: NumberKind[],
): Workbook {
  const own: Relations = relations.get("xl/_rels/workbook.xml.rels") ?? new Map();
  const strings = own.values().find(({ type }) => type === "sharedStrings");
  return {
    sheets: sheets.flatMap(({ name, id, isHidden }) => {
      const relation = own.get(id);
      return relation?.type === "worksheet" ? [{ name, part: partOf(relation.target), isHidden }] : [];
    }),
    strings: strings && partOf(strings.target),
    is1904,
    kinds,
  };
}

function taker(write: (bytes: Uint8Array) => void): Taker {
  return (bytes) => {
    write(bytes);
    return false;
  };
}

/** Targets are relative to the workbook's folder, or absolute. */
function partOf(target: string): string {
  return target.startsWith("/") ? target.slice(1) : `xl/${target.replace(/^\.\//, "")}`;
}
