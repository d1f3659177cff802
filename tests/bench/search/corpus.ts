import { allFakers } from "@faker-js/faker";

/** The languages of the corpus, by faker's name. */
const languages = ["en", "de", "fr", "he", "ru", "zh_CN"] as const;
const kinds = ["person", "company", "product"] as const;

/** A title of the corpus, from faker's public lists of names. */
export interface Title {
  language: (typeof languages)[number];
  title: string;
}

/** So many titles, the same ones each time: people, companies and products in six languages. */
export function titles(count: number): Title[] {
  for (const language of languages) allFakers[language].seed(20_261_126);
  return Array.from({ length: count }, (_, at) => {
    const language = languages[at % languages.length]!;
    const kind = kinds[Math.floor(at / languages.length) % kinds.length]!;
    return { language, title: nameOf(kind, allFakers[language], at).slice(0, 200) };
  });
}

function nameOf(kind: (typeof kinds)[number], faker: (typeof allFakers)["en"], at: number): string {
  if (kind === "person") return faker.person.fullName();
  if (kind === "company") return `${faker.company.name()} ${at}`;
  return `${faker.person.lastName()} ${faker.location.city()} ${at}`;
}

/** The word with one letter left out, put in, replaced, or swapped with its neighbour. */
export function mistype(word: string, random: () => number): string {
  const letters = [...word];
  const at = Math.floor(random() * (letters.length - 1));
  const other = letters[Math.floor(random() * letters.length)]!;
  switch (Math.floor(random() * 4)) {
    case 0:
      letters.splice(at, 1);
      break;
    case 1:
      letters.splice(at, 0, other);
      break;
    case 2:
      letters[at] = other;
      break;
    default:
      [letters[at], letters[at + 1]] = [letters[at + 1]!, letters[at]!];
  }
  return letters.join("");
}
