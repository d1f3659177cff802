import { saysNothing } from "../../shared/read/shapes.ts";
import { nameKey } from "../../shared/input/names.ts";
import { wordsOf } from "../../shared/read/words.ts";
import { type Field, stages } from "./opportunity.ts";
import type { Values } from "./schema.ts";

type Stage = typeof stages[number];

/** Words of other systems' stages; the first stage with one of them in a value is meant. */
const stageWords: [Stage, string][] = [
  [
    "lost",
    "lost dead verloren perdu perdue perdida perdido perso verlorene przegrana проиграна проиграно провалена отказ " +
    "abandoned cancelled canceled disqualified unqualified kaybedildi 失注 closedlost",
  ],
  [
    "won",
    "won gewonnen gagne gagnee ganada ganado ganha ganho vinta vinto gewonnene wygrana выиграна успешна успешно " +
    "success kazanildi 受注 成約 closedwon",
  ],
  [
    "negotiation",
    "negotiation negotiating verhandlung negociation negociacion negociacao negoziazione onderhandeling negocjacje " +
    "переговоры contract contractsent vertrag contrat contrato contratto договор decision commitment 交渉",
  ],
  [
    "proposal",
    "proposal quote quotation quoted offer angebot proposition devis propuesta cotizacion proposta orcamento offerta " +
    "preventivo offerte voorstel oferta предложение кп presentation presentationscheduled demo 提案 見積",
  ],
  [
    "qualified",
    "qualified qualification qualify qualifiziert qualifizierung qualifie qualifiee calificado calificacion " +
    "cualificado qualificado qualificacao qualificato gekwalificeerd kwalifikacja квалификация " +
    "qualifiedtobuy analysis evaluation bedarfsanalyse needs",
  ],
  [
    "engaging",
    "engaging engaged contacted contact contactmade meeting appointment appointmentscheduled kontaktiert contacte " +
    "contactado contatado contattato interested discovery working develop",
  ],
  [
    "prospecting",
    "prospecting prospect new open lead incoming neu nouveau nouvelle nuevo nueva novo nova nuovo nuova nieuw nowa " +
    "nowy новая новый первичный initial identified inbox yeni 新規",
  ],
];

const stageOf = new Map(
  stageWords.toReversed().flatMap(([stage, words]) => words.split(" ").map((word) => [word, stage])),
);

/** The stage that a foreign value means, of ours and others' in several languages; undefined if its words tell nothing. */
export function stageMeant(text: string): Stage | undefined {
  const own = stages.find((stage) => stage === nameKey(text));
  if (own) return own;
  const meant = new Set(wordsOf(text).flatMap((word) => stageOf.get(word) ?? []));
  return stageWords.map(([stage]) => stage).find((stage) => meant.has(stage));
}

/** Fields whose values are of a kind, so that `N/A` is none of them. */
const typed: Field[] = ["stage", "probability_percent", "amount", "currency", "expected_close_date"];
const signs = new Map([
  ["$", "USD"],
  ["€", "EUR"],
  ["£", "GBP"],
  ["¥", "JPY"],
  ["₽", "RUB"],
  ["₹", "INR"],
]);

/** What foreign values of the mapped columns mean: stages by their words, currencies by their signs, `N/A` nothing. */
export function suggestValues(texts: Map<Field, string[]>): Values {
  const pairs: [Field, Record<string, string>][] = typed.map((field) => [
    field,
    Object.fromEntries([...texts.get(field) ?? []].flatMap((text) => {
      const meaning = saysNothing(text) ? "" : meaningOf(field, text);
      return meaning === undefined || meaning === nameKey(text) ? [] : [[text, meaning]];
    })),
  ]);
  return Object.fromEntries(pairs.filter(([, meanings]) => Object.keys(meanings).length > 0));
}

function meaningOf(field: Field, text: string): string | undefined {
  if (field === "stage") return stageMeant(text);
  return field === "currency" ? signs.get(text) : undefined;
}
