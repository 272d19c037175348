/** The part of the browser's Trusted Types that is used here. TypeScript does not describe them yet. */
interface TrustedTypes {
  createPolicy(
    name: 'default',
    rules: Record<'createHTML' | 'createScriptURL', (text: string) => string>,
  ): unknown;
}

/**
 * Rules for texts that a library writes as HTML, and for scripts that a library starts. The content security policy lets
 * the browser ask these rules, and refuses everything else that runs text as a script.
 */
export const rules = {
  /** Passes text without elements. @throws TypeError if the text contains an element */
  createHTML(text: string): string {
    if (text.includes('<')) throw new TypeError('This page writes no HTML.');
    return text;
  },

  /** Passes URLs of this origin. @throws TypeError for other URLs */
  createScriptURL(url: string): string {
    if (new URL(url, location.href).origin !== location.origin)
      throw new TypeError(`This page starts no script from ${url}.`);
    return url;
  },
};

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
trustedTypes?.createPolicy('default', rules);
