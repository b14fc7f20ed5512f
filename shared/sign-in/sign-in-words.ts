import { type Pair, pair } from "../platform/bilingual.ts"
import type { SignInFailure } from "./identity-provider.ts"

/** What a page says about a sign-in that failed, and what to do next. */
export type FailureWords = { readonly title: Pair; readonly reason: Pair; readonly next: Pair }

export const tryAgain = pair("Sign in again", "Se connecter de nouveau")

const contactThem = pair(
  "If this happens again, contact the people who run sign-in at your organisation. No data was shown or changed.",
  "Si cela se reproduit, avisez les personnes qui gèrent les connexions dans votre organisation. Aucune donnée n’a été affichée ni modifiée.",
)

export const failureWords: Readonly<Record<SignInFailure | "failed", FailureWords>> = {
  unknownParty: {
    title: pair("We do not know where you sign in", "Nous ne savons pas où vous vous connectez"),
    reason: pair(
      "The link names no organisation whose people can sign in here.",
      "Le lien ne désigne aucune organisation dont le personnel peut se connecter ici.",
    ),
    next: pair(
      "Open the link that your organisation gave you. It ends with “?party=” and the id of your organisation.",
      "Ouvrez le lien que votre organisation vous a donné. Il se termine par « ?party= » et l’identifiant de votre organisation.",
    ),
  },
  unreachable: {
    title: pair("Your organisation’s sign-in does not answer", "La connexion de votre organisation ne répond pas"),
    reason: pair(
      "We could not reach the service at which you sign in.",
      "Nous n’avons pas pu joindre le service auquel vous vous connectez.",
    ),
    next: pair(
      "Try again in a few minutes. If it still fails, contact the people who run sign-in at your organisation.",
      "Réessayez dans quelques minutes. Si l’échec persiste, avisez les personnes qui gèrent les connexions dans votre organisation.",
    ),
  },
  notBegun: {
    title: pair("This sign-in took too long", "Cette connexion a pris trop de temps"),
    reason: pair(
      "A sign-in has to be finished within ten minutes, in the browser in which it began. Cookies have to be allowed.",
      "Une connexion doit se terminer en moins de dix minutes, dans le navigateur où elle a commencé. Les témoins doivent être autorisés.",
    ),
    next: pair("Begin again.", "Recommencez."),
  },
  declined: {
    title: pair("You were not signed in", "Vous n’êtes pas connecté"),
    reason: pair(
      "Your organisation’s sign-in was cancelled, or it refused you.",
      "La connexion auprès de votre organisation a été annulée ou refusée.",
    ),
    next: pair(
      "Sign in again. If you are refused again, ask your organisation for access to Wayseal.",
      "Connectez-vous de nouveau. En cas de nouveau refus, demandez à votre organisation l’accès à Wayseal.",
    ),
  },
  notProven: {
    title: pair("We could not check who you are", "Nous n’avons pas pu vérifier votre identité"),
    reason: pair(
      "The answer of your organisation’s sign-in did not pass our checks, or it was used before.",
      "La réponse du service de connexion de votre organisation n’a pas réussi nos vérifications, ou elle a déjà servi.",
    ),
    next: contactThem,
  },
  noRole: {
    title: pair("You have no access yet", "Vous n’avez pas encore accès"),
    reason: pair(
      "Your organisation knows you, but has not given you a role in Wayseal.",
      "Votre organisation vous connaît, mais ne vous a pas donné de rôle dans Wayseal.",
    ),
    next: pair(
      "Ask the people who run sign-in at your organisation for the role of an officer or of a reader. Then sign in again.",
      "Demandez le rôle d’agent ou de lecteur aux personnes qui gèrent les connexions dans votre organisation. Puis connectez-vous de nouveau.",
    ),
  },
  noOperator: {
    title: pair("You are not an operator here", "Vous n’êtes pas opérateur ici"),
    reason: pair(
      "The sign-in knows you, but has not given you the role of an operator of this hub.",
      "Le service de connexion vous connaît, mais ne vous a pas donné le rôle d’opérateur de cette plateforme.",
    ),
    next: pair(
      "Ask the people who run this hub for the role. Then sign in again.",
      "Demandez ce rôle aux personnes qui exploitent cette plateforme. Puis connectez-vous de nouveau.",
    ),
  },
  failed: {
    title: pair("Something went wrong", "Une erreur s’est produite"),
    reason: pair("We could not carry out your request.", "Nous n’avons pas pu traiter votre demande."),
    next: contactThem,
  },
}
