import { letter, table, type Template } from "./parts.ts";

export const weeklyDigest: Template = {
  en: {
    subject: "{{tenant}}: your week {{week}}",
    body: letter(
      "Your week {{week}}",
      [table([
        ["Calls", "{{calls}}"],
        ["Resolved", "{{resolved}}"],
        ["Revenue", "{{revenue}}"],
        ["New opportunities", "{{opportunities}}"],
      ])],
      "Open the dashboard",
      "You get this mail each week as a member of {{tenant}}.",
    ),
  },
  de: {
    subject: "{{tenant}}: Ihre Woche {{week}}",
    body: letter(
      "Ihre Woche {{week}}",
      [table([
        ["Anrufe", "{{calls}}"],
        ["Gelöst", "{{resolved}}"],
        ["Umsatz", "{{revenue}}"],
        ["Neue Chancen", "{{opportunities}}"],
      ])],
      "Übersicht öffnen",
      "Sie erhalten diese E-Mail jede Woche als Mitglied von {{tenant}}.",
    ),
  },
};
