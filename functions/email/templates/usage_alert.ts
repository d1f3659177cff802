import { letter, type Template } from "./parts.ts";

export const usageAlert: Template = {
  en: {
    subject: "{{tenant}}: {{title}}",
    body: letter("{{title}}", ["{{message}}"], "See details", "You get this mail as a member of {{tenant}}."),
  },
  de: {
    subject: "{{tenant}}: {{title}}",
    body: letter(
      "{{title}}",
      ["{{message}}"],
      "Einzelheiten ansehen",
      "Sie erhalten diese E-Mail als Mitglied von {{tenant}}.",
    ),
  },
};
