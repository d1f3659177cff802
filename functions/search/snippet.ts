import { escapeHtml } from "../../shared/http/html.ts";
import { fold, isUnspaced, piecesOf } from "./fold.ts";
import { isAskedFor, type QueryWord } from "./query.ts";

/** How much of a text a snippet shows, in characters. */
const length = 160;

interface Piece {
  text: string;
  isMatch: boolean;
}

/**
 * HTML of the part of a hit's title or text, whichever has more of the words, around the first of them. They are in
 * `<mark>`.
 */
export function snippetOf(title: string, body: string, asked: readonly QueryWord[]): string {
  const [inTitle, inBody] = [markPieces(title, asked), markPieces(body, asked)];
  const pieces = matchesIn(inBody) > matchesIn(inTitle) ? inBody : inTitle;
  return pieces.slice(...window(pieces)).map(({ text, isMatch }) =>
    isMatch ? `<mark>${escapeHtml(text)}</mark>` : escapeHtml(text)
  ).join("");
}

function matchesIn(pieces: readonly Piece[]): number {
  return pieces.filter(({ isMatch }) => isMatch).length;
}

function markPieces(text: string, asked: readonly QueryWord[]): Piece[] {
  return piecesOf(text).filter((piece) => piece !== "").flatMap((piece) => {
    const word = fold(piece);
    if (!isUnspaced(word)) return [{ text: piece, isMatch: isAskedFor(word, asked) }];
    return markRuns(piece, word, asked);
  });
}

/** In a run of characters without blanks, what was asked for stands anywhere. */
function markRuns(piece: string, word: string, asked: readonly QueryWord[]): Piece[] {
  const sought = asked.map((one) => one.word).find((one) => word.includes(one));
  if (sought === undefined) return [{ text: piece, isMatch: false }];
  // Folding may change how many characters there are; then no place in the text is sure.
  if (word.length !== piece.length) return [{ text: piece, isMatch: true }];
  const at = word.indexOf(sought);
  const end = at + sought.length;
  return [
    { text: piece.slice(0, at), isMatch: false },
    { text: piece.slice(at, end), isMatch: true },
    ...end < piece.length ? markRuns(piece.slice(end), word.slice(end), asked) : [],
  ].filter(({ text }) => text !== "");
}

/** From a few words before the first match, as many pieces as fit. */
function window(pieces: readonly Piece[]): [number, number] {
  const first = Math.max(pieces.findIndex(({ isMatch }) => isMatch), 0);
  let start = first;
  for (let before = 0; start > 0 && before + pieces[start - 1]!.text.length <= length / 4; start--) {
    before += pieces[start - 1]!.text.length;
  }
  let end = start;
  for (let shown = 0; end < pieces.length && shown + pieces[end]!.text.length <= length; end++) {
    shown += pieces[end]!.text.length;
  }
  return [start, Math.max(end, first + 1)];
}
