import * as z from "zod"
import { boundedString } from "./bounded-string.ts"
import type { DocumentLanguage } from "./words.ts"

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

/** How people make sure, without the notice itself, that it is from the party. */
export const wayToCheck = z.strictObject({ en: wordsOfNotice.optional(), fr: wordsOfNotice.optional() }).meta({
  description:
    "Where people can ask whether a notice is from the party, if it has no `trackingSite`: a way that they have " +
    "without the notice, such as `the phone number on your invoice`. It must not reveal what the party sells",
})

const signature = boundedString(100).min(1)

/** The names that sign the notices of a party, by language. */
export const noticeSenders = z.strictObject({ en: signature.optional(), fr: signature.optional() }).meta({
  description:
    "Sender of notices by language, each before `noticeSender`, which is the same in all. In a language without either " +
    "it is the Privacy Office, in that language",
})

/** The name that signs in a language, if the party gave one. */
export const senderIn = (
  { noticeSender, noticeSenders: by }: NoticeSigner,
  language: DocumentLanguage,
): string | undefined => by?.[language] ?? noticeSender

/** Who signs, as a party's documents and its facts say. */
export type NoticeSigner = {
  readonly noticeSender?: string | undefined
  readonly noticeSenders?: z.infer<typeof noticeSenders> | undefined
}
