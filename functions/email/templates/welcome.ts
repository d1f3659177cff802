import { letter, type Template } from "./parts.ts";

export const welcome: Template = {
  en: {
    subject: "Welcome to {{tenant}}",
    body: letter("Welcome to {{tenant}}", ["You are a member now."], "Open {{tenant}}"),
  },
  de: {
    subject: "Willkommen bei {{tenant}}",
    body: letter("Willkommen bei {{tenant}}", ["Sie sind jetzt Mitglied."], "{{tenant}} öffnen"),
  },
};
