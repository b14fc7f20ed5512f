import * as z from "zod"

/**
 * Words that stand in a notice: no address of a page, so that no notice has a link, and nothing that a mail merge or a
 * sentence with gaps would fill in.
 */
export const wordsOfNotice = z
  .string()
  .min(2)
  .max(80)
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{M}\p{N} .,'’&()–-]*$/u,
    "write words or a host name, such as maplebooks.example, and no link",
  )
