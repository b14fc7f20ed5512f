/** A law's file is wrong. The message names file, rule and place, and says what to write. */
export class LawInvalid extends Error {
  override readonly name = "LawInvalid"
}
