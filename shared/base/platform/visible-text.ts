/**
 * What somebody else wrote, for one line of a terminal or a page: what a terminal acts on, ends a line, turns the
 * direction of writing or cannot be seen stands there as an escape, such as `\u{a}`.
 */
export const visibleText = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
