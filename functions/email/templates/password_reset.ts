import { code, letter, type Template } from "./parts.ts";

export const passwordReset: Template = {
  en: {
    subject: "Reset your password",
    body: letter(
      "Reset your password",
      ["Someone asked to reset the password of this address. Use this code, or the button below.", code()],
      "Choose a new password",
      "If it was not you, ignore this mail: your password stays as it is.",
    ),
  },
  de: {
    subject: "Passwort zurücksetzen",
    body: letter(
      "Passwort zurücksetzen",
      [
        "Für diese Adresse soll das Passwort zurückgesetzt werden. Nutzen Sie den Code oder die Schaltfläche.",
        code(),
      ],
      "Neues Passwort wählen",
      "Wenn Sie das nicht waren, ignorieren Sie diese E-Mail: Ihr Passwort bleibt gültig.",
    ),
  },
};
