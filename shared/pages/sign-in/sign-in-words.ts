import { type Pair, pair } from "../../base/platform/bilingual.ts"
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
  otherAddress: {
    title: pair(
      "This sign-in came back to another organisation’s address",
      "Cette connexion est revenue à l’adresse d’une autre organisation",
    ),
    reason: pair(
      "It began at the sign-in of one organisation and ended at that of another. We refused it, and used nothing of it.",
      "Elle a commencé auprès d’une organisation et s’est terminée auprès d’une autre. Nous l’avons refusée et n’en avons rien utilisé.",
    ),
    next: pair(
      "Sign in again only through a link that your own organisation gave you. Tell the people who run sign-in there: the sign-in of another organisation may have tried to use yours.",
      "Reconnectez-vous seulement par un lien que votre propre organisation vous a donné. Avisez les personnes qui y gèrent les connexions : le service de connexion d’une autre organisation a peut-être tenté d’utiliser le vôtre.",
    ),
  },
  sharedAddress: {
    title: pair("This address is used no more", "Cette adresse n’est plus utilisée"),
    reason: pair(
      "Your organisation’s sign-in sent you to an address that all organisations shared. Each has one of its own now.",
      "Le service de connexion de votre organisation vous a envoyé à une adresse que toutes les organisations partageaient. Chacune a maintenant la sienne.",
    ),
    next: pair(
      "Ask the people who run sign-in at your organisation to register “/desk/signed-in/” and the id of your organisation, on this host, as the redirect URI, and to remove “/desk/signed-in”. Then sign in again.",
      "Demandez aux personnes qui gèrent les connexions dans votre organisation d’enregistrer comme URI de redirection « /desk/signed-in/ » suivi de l’identifiant de votre organisation, sur cet hôte, et de retirer « /desk/signed-in ». Puis connectez-vous de nouveau.",
    ),
  },
  otherParty: {
    title: pair("You are signed in for another organisation", "Vous êtes connecté pour une autre organisation"),
    reason: pair(
      "In this browser you are signed in for another organisation than the one that this sign-in is for.",
      "Dans ce navigateur, vous êtes connecté pour une autre organisation que celle de cette connexion.",
    ),
    next: pair(
      "Sign out in the console first. Then sign in again. If you did not want to change the organisation, close this page.",
      "Déconnectez-vous d’abord dans la console. Puis connectez-vous de nouveau. Si vous ne vouliez pas changer d’organisation, fermez cette page.",
    ),
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
