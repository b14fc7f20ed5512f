import type { PartyKind } from "../../../shared/base/contracts/words.ts"
import { labelled, moment, say } from "../../../shared/base/platform/bilingual.ts"
import type { OpenInvitation } from "../../../shared/parties/invitations/invitation-token.ts"

/** A letter to somebody who does not take part yet. */
export type Letter = { readonly subject: string; readonly text: string }

/** The letter to an invited party: what Wayseal is, what to enter, how, and until when. It holds the token. */
export function invitationLetter(invited: {
  readonly party: Pick<OpenInvitation, "partyId" | "kind" | "language" | "invitation">
  readonly token: string
  readonly apiUrl: string
  /** `aud` of the tokens that the party signs once it takes part. */
  readonly audience: string
}): Letter {
  const { party, token, apiUrl, audience } = invited
  const { partyId, kind, language, invitation } = party
  const until = moment(invitation.expiresAt, "UTC", language)
  const [who, what, how, then] = [intro(kind), entries(kind), steps, after].map((texts) => texts[language])
  const paragraphs = [
    who,
    [
      labelled(say(language, "Your id", "Votre identifiant"), partyId, language),
      labelled(say(language, "Address of the API", "Adresse de l’API"), apiUrl, language),
      labelled(say(language, "Your token", "Votre jeton"), token, language),
      labelled(say(language, "It counts until", "Il est valable jusqu’au"), until, language),
    ].join("\n"),
    what,
    makeKey[language],
    keyCommands,
    how,
    JSON.stringify({ token, party: example(kind) }, null, 2),
    `curl -sS '${apiUrl}/v1/invitations/answer' -H 'content-type: application/json' -d @answer.json`,
    `${then}\n${labelled(say(language, "Audience (aud) of the tokens that you sign then", "Audience (aud) des jetons que vous signez ensuite"), audience, language)}`,
    signing[language],
  ]
  return {
    subject: say(language, "Invitation to take part in Wayseal", "Invitation à participer à Wayseal"),
    text: `${paragraphs.join("\n\n")}\n`,
  }
}

type Texts = { readonly en: string; readonly fr: string }

const intro = (kind: PartyKind): Texts => ({
  en: `You are invited to take part in Wayseal as a ${kind}. Wayseal tells retailers and carriers where a parcel is without sharing personal data, and alerts both when somebody walks along tracking numbers.`,
  fr: `Vous êtes invités à participer à Wayseal en tant que ${kind === "carrier" ? "transporteur" : "détaillant"}. Wayseal indique aux détaillants et aux transporteurs où se trouve un colis sans partager de renseignements personnels, et avertit les deux lorsque quelqu’un parcourt des numéros de suivi.`,
})

const entries = (kind: PartyKind): Texts => ({
  en: [
    "Enter:",
    "- alias: your public name.",
    "- credentials: one or two public keys, or the issuer and subject of your tokens. Keep the private key. Give it to nobody, not to the hub either.",
    '- channels: e-mail addresses of functions such as privacy@, and if you like a webhookUrl. Its secret comes with the answer, once. For a Slack channel, webhookUrl is the address of its incoming webhook, with webhookFormat "slack" beside it.',
    "- laws that bind you, or in noLawBinds why none does.",
    "- jurisdiction: country and time zone.",
    kind === "retailer"
      ? "- ordersPerDay, and if they apply discreet, referenceFormat and shipperAccounts."
      : "- trackingNumbers, if walks along your numbers are to be noticed.",
    "- documents, roles and quotas, if they apply.",
  ].join("\n"),
  fr: [
    "Saisissez :",
    "- alias : votre nom public.",
    "- credentials : une ou deux clés publiques, ou l’émetteur et le sujet de vos jetons. Gardez la clé privée. Ne la donnez à personne, pas même au centre.",
    '- channels : des adresses de fonctions telles que vieprivee@ et, si vous le souhaitez, une webhookUrl. Son secret vient avec la réponse, une seule fois. Pour un canal Slack, webhookUrl est l’adresse de son webhook entrant, et webhookFormat est "slack".',
    "- laws : les lois qui vous lient, ou dans noLawBinds pourquoi aucune ne vous lie.",
    "- jurisdiction : pays et fuseau horaire.",
    kind === "retailer"
      ? "- ordersPerDay et, s’il y a lieu, discreet, referenceFormat et shipperAccounts."
      : "- trackingNumbers, pour que les parcours de vos numéros soient remarqués.",
    "- documents, roles et quotas, s’il y a lieu.",
  ].join("\n"),
})

const makeKey: Texts = {
  en: "To make a key, run this. The second line prints x of the public key. The file key.pem is the private key.",
  fr: "Pour créer une clé, lancez ceci. La deuxième ligne affiche x de la clé publique. Le fichier key.pem est la clé privée.",
}

const keyCommands = [
  "openssl genpkey -algorithm ed25519 -out key.pem",
  "openssl pkey -in key.pem -pubout -outform DER | tail -c 32 | base64 | tr '+/' '-_' | tr -d '=\\n'",
].join("\n")

const signing: Texts = {
  en: "These tokens are JWTs: alg EdDSA and the kid of your key in the header; iss your id, aud as above, iat and exp at most five minutes apart, and a new jti each. docs/events.md of Wayseal has a program for it, under “A key and a token”.",
  fr: "Ces jetons sont des JWT : alg EdDSA et le kid de votre clé dans l’en-tête ; iss votre identifiant, aud comme ci-dessus, iat et exp à cinq minutes d’écart au plus, et chaque fois un nouveau jti. docs/events.md de Wayseal contient un programme pour cela, sous « A key and a token » (en anglais).",
}

const steps: Texts = {
  en: "Write this with your own values into a file answer.json, and send it with the line below it. A wrong entry is answered with a sentence that says what to do. POST /v1/invitations/read with your token shows what you entered.",
  fr: "Écrivez ceci avec vos propres valeurs dans un fichier answer.json, et envoyez-le avec la ligne qui suit. Une saisie erronée reçoit une phrase qui dit quoi faire. POST /v1/invitations/read avec votre jeton montre ce que vous avez saisi.",
}

const after: Texts = {
  en: "You can send it again until the hub approves it. Then you take part, and the token counts no more. Give the token to nobody.",
  fr: "Vous pouvez l’envoyer de nouveau jusqu’à ce que le centre l’approuve. Vous participez alors, et le jeton n’est plus valable. Ne donnez le jeton à personne.",
}

/** The least that a party of this kind enters. */
const example = (kind: PartyKind) => ({
  kind,
  alias: "...",
  credentials: { publicKeys: [{ kid: "2026-11", kty: "OKP", crv: "Ed25519", x: "..." }] },
  channels: { emails: ["privacy@..."], escalationEmails: [] },
  laws: ["ca-pipeda"],
  jurisdiction: { country: "CA", timeZone: "America/Toronto" },
  ...(kind === "retailer" ? { ordersPerDay: 100 } : {}),
})
