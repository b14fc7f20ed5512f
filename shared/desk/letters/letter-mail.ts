import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { deadline, say, shortDeadline } from "../../base/platform/bilingual.ts"
import { type Letter, paragraph, type Section } from "../../parties/channels/letter.ts"

/** Where the page of letters is on the hub's host. */
export const letterPath = "/letter"

type MailedLetter = {
  readonly language: DocumentLanguage
  readonly timeZone: string
  /** Address of the hub, without a slash at the end. */
  readonly hubUrl: string
  readonly token: string
  /** ISO instants. */
  readonly answerBy: string
  readonly linkEndsAt: string
}

/**
 * The mail that brings a letter. It names no party, no goods and no breach's size, because mails are forwarded, scanned
 * and read by others. The token is behind `#`, which no browser sends and no server logs.
 */
export function letterMail(of: MailedLetter): Letter {
  const { language, timeZone, hubUrl, token, answerBy } = of
  const inWords = (en: string, fr: string) => ({ text: say(language, en, fr) })
  const short = shortDeadline(answerBy, timeZone, language)
  const page = `${hubUrl}${letterPath}`
  return {
    language,
    subject: say(
      language,
      `A letter about privacy: please answer by ${short}`,
      `Une lettre sur la protection des renseignements : réponse attendue avant le ${short}`,
    ),
    sections: [
      request(of),
      aboutLink(of),
      paragraph(
        inWords(
          `If the link does not work, open ${page} and enter this code: ${token}`,
          `Si le lien ne fonctionne pas, ouvrez ${page} et entrez ce code : ${token}`,
        ),
      ),
    ],
  }
}

function request({ language, timeZone, hubUrl, token, answerBy }: MailedLetter): Section {
  const inWords = (en: string, fr: string) => ({ text: say(language, en, fr) })
  const by = deadline(answerBy, timeZone, language)
  return paragraph(
    inWords(
      "An organization that you work with asks something of you because of a possible privacy breach. The letter says who asks, for what, and under which law.",
      "Une organisation avec laquelle vous travaillez vous demande quelque chose en raison d’une possible atteinte à la vie privée. La lettre dit qui demande, quoi, et selon quelle loi.",
    ),
    {
      ...inWords("Open the letter", "Ouvrir la lettre"),
      to: { url: `${hubUrl}${letterPath}?lang=${language}#${token}` },
    },
    inWords(
      `Please answer by ${by}. No answer by then is recorded, and the organization may do itself what it asks of you.`,
      `Veuillez répondre avant le ${by}. Une absence de réponse sera consignée, et l’organisation pourra faire elle-même ce qu’elle vous demande.`,
    ),
    inWords(
      "Are you not sure that it is genuine? The letter says who asks, and has a code that you can compare with them in a call, at a number that you had before. To open it answers nothing.",
      "Vous doutez qu’elle soit authentique? La lettre dit qui demande et porte un code que vous pouvez comparer avec cette organisation au téléphone, à un numéro que vous aviez déjà. L’ouvrir ne répond à rien.",
    ),
  )
}

function aboutLink({ language, timeZone, linkEndsAt }: MailedLetter): Section {
  const inWords = (en: string, fr: string) => ({ text: say(language, en, fr) })
  const until = deadline(linkEndsAt, timeZone, language)
  const items = [
    inWords("It needs no account and costs nothing.", "Il ne demande aucun compte et ne coûte rien."),
    inWords(
      "Whoever has it can answer for you. Give it only to the person who is to answer.",
      "Quiconque l’a peut répondre pour vous. Ne le donnez qu’à la personne qui doit répondre.",
    ),
    inWords(
      `It opens the letter until you have answered, at the longest until ${until}.`,
      `Il ouvre la lettre jusqu’à votre réponse, au plus tard jusqu’au ${until}.`,
    ),
    inWords(
      "When it is opened, and what you answer, is recorded for the organization that asks.",
      "Le moment de son ouverture et votre réponse sont consignés pour l’organisation qui demande.",
    ),
  ]
  const heading = say(language, "What to know about the link", "Ce qu’il faut savoir du lien")
  return { heading, parts: [{ kind: "list", isOrdered: false, items }] }
}
