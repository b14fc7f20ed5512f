import { boundedString } from "./bounded-string.ts"

/**
 * Words that stand in a notice: no address of a page, so that no notice has a link, and nothing that a mail merge or a
 * sentence with gaps would fill in.
 */
export const wordsOfNotice = boundedString(80)
  .min(2)
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{M}\p{N} .,'’&()–-]*$/u,
    "write words or a host name, such as maplebooks.example, and no link",
  )
