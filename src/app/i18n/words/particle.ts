import { josa } from 'es-hangul';

/** The two forms of a particle as es-hangul names them: after a final consonant, and after a vowel. */
type Particle = Parameters<typeof josa.pick>[1];

const PARTICLES = ['이/가', '을/를', '은/는', '으로/로', '와/과'] as const satisfies Particle[];

const isParticle = (text: string): text is (typeof PARTICLES)[number] =>
  PARTICLES.some((each) => each === text);

/** Digits whose Korean names end in a consonant. */
const DIGITS: Readonly<Record<string, string>> = {
  0: '영',
  1: '일',
  3: '삼',
  6: '육',
  7: '칠',
  8: '팔',
};

/**
 * Ends of Latin words and abbreviations that Koreans read with a final consonant: the letters L, M, N and R by their names,
 * and words such as file (파일), frame (프레임), ring (링), zip (집), pack (팩) and splat (스플랫). Encoder (인코더) ends in a
 * vowel, PNG (피엔지) and WebP (웹피) too.
 */
const LATIN: readonly (readonly [RegExp, string])[] = [
  [/le?$/, '엘'],
  [/me?$/, '엠'],
  [/ne?$/, '엔'],
  [/[aeiou]ng$/, '잉'],
  [/(^|[^aeiou])r$/, '알'],
  [/[^aeiou][aeiou](ck|p)$|splat$/, '집'],
];

const ENDS_IN_VOWEL = '가';

/** A syllable that ends as the name of the last letter, syllable or digit of `text` does. */
function lastSyllable(text: string): string {
  const last = /[\p{L}\p{N}%°]+(?=[^\p{L}\p{N}%°]*$)/u.exec(text.normalize('NFC'))?.[0] ?? '';
  const sign = last.at(-1) ?? '';
  if (/[가-힣]/.test(sign)) return sign;
  const lower = last.toLowerCase();
  return DIGITS[sign] ?? LATIN.find(([end]) => end.test(lower))?.[1] ?? ENDS_IN_VOWEL;
}

/**
 * A value with the form of a Korean particle that fits its end.
 * @param particle both forms with a slash between them, for example `을/를`
 * @throws Error if there is no such particle
 */
export function withParticle(value: string, particle: string): string {
  if (!isParticle(particle)) throw new Error(`There is no particle ${particle}.`);
  return value + josa.pick(lastSyllable(value), particle);
}
