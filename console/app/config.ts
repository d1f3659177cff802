/**
 * Where the API is: written into the page when it is built.
 *
 * @module
 */

function meta(name: string): string {
  const element = document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`);
  if (!element) throw new Error(`the page has no <meta name="${name}">: build it with "npm run console"`);
  return element.content;
}

export const config = {
  /** Ends in `/functions/v1`. */
  functionsUrl: meta("functions-url"),
  /** Ends in `/auth/v1`. */
  authUrl: meta("auth-url"),
  publishableKey: meta("publishable-key"),
};
