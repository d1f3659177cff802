import { code, letter, type Template } from "./parts.ts";

export const emailVerification: Template = {
  en: {
    subject: "Confirm your e-mail address",
    body: letter(
      "Confirm your e-mail address",
      ["Use this code, or the button below, to confirm that the address is yours.", code()],
      "Confirm address",
      "If you did not ask for this, ignore this mail: nothing changes.",
    ),
  },
  de: {
    subject: "Bestätigen Sie Ihre E-Mail-Adresse",
    body: letter(
      "Bestätigen Sie Ihre E-Mail-Adresse",
      ["Mit diesem Code oder der Schaltfläche bestätigen Sie, dass die Adresse Ihnen gehört.", code()],
      "Adresse bestätigen",
      "Wenn Sie das nicht angefordert haben, ignorieren Sie diese E-Mail: Es ändert sich nichts.",
    ),
  },
};
