import type { RestrictionScope } from "../../base/contracts/words.ts"
import { type CountedNoun, type Pair, pair } from "../../base/platform/bilingual.ts"
import type { CaseAge } from "./facts.ts"

/** What a part says of itself. */
export const stateWords: Readonly<Record<"ok" | "toDo" | "unread", Pair>> = {
  ok: pair("OK", "En ordre"),
  toDo: pair("To do", "À faire"),
  unread: pair("Could not be read", "Lecture impossible"),
}

/** The headings of the parts, in their order. */
export const headings = {
  alarms: pair("Alarms", "Alarmes"),
  triggers: pair("Triggers and rules", "Déclencheurs et règles"),
  schedules: pair("Schedules", "Exécutions planifiées"),
  deadLetters: pair("Dead letters", "Messages non traités"),
  givenUp: pair("Changes given up", "Modifications abandonnées"),
  queues: pair("Queues", "Files d’attente"),
  cases: pair("Breach desk", "Dossiers d’atteinte"),
  answered: pair("Invited parties", "Parties invitées"),
  parties: pair("Channels of parties", "Canaux des parties"),
  contacts: pair("Contacts", "Personnes-ressources"),
  stacks: pair("Stacks", "Piles"),
  buses: pair("Buses", "Bus d’événements"),
  lookups: pair("Lookups", "Recherches"),
  restrictions: pair("Restrictions in force", "Restrictions en vigueur"),
  settings: pair("Settings that parties changed", "Paramètres modifiés par les parties"),
} as const

export type PartName = keyof typeof headings

export const words = {
  stage: pair("Stage", "Environnement"),
  skip: pair("Skip to the content", "Passer au contenu"),
  chooseLanguage: pair("Language", "Langue"),
  signOut: pair("Sign out", "Se déconnecter"),
  signIn: pair("Sign in", "Se connecter"),
  signedOut: pair("You are signed out", "Vous êtes déconnecté"),
  signedOutHere: pair(
    "Your session here has ended. You may still be signed in at your provider.",
    "Votre session ici est terminée. Vous êtes peut-être encore connecté auprès de votre fournisseur.",
  ),
  readAt: pair("Read on", "Lu le"),
  readAgain: pair("Read again", "Relire"),
  sessionEnds: pair("Your session ends on", "Votre session prend fin le"),
  toStay: pair("To stay signed in, read the page again before.", "Pour la prolonger, relisez la page avant."),
  everyMinute: pair("Read again every minute", "Relire chaque minute"),
  byTheWordOf: pair("Of these, by the word of", "Dont, sur la parole de"),
  onRequest: pair("Stop reading every minute", "Ne plus relire chaque minute"),
  sessionMayEnd: pair(
    "Reading every minute does not keep your session alive.",
    "La relecture chaque minute ne prolonge pas votre session.",
  ),
  healthy: pair("Nothing needs a person.", "Rien ne demande d’intervention."),
  failedTitle: pair("Something went wrong", "Une erreur s’est produite"),
  failedText: pair("We could not answer your request.", "Nous n’avons pas pu répondre à votre demande."),
  startAgain: pair("Back to the page of the stage", "Revenir à la page de l’environnement"),
  partUnread: pair(
    "AWS did not answer for this part. The function’s log has the reason.",
    "AWS n’a pas répondu pour cette partie. Le journal de la fonction en donne la raison.",
  ),
  allEmpty: pair("all empty", "toutes vides"),
  forTheParty: pair("for the party to read", "à lire par la partie"),
  theOldestFor: pair("the oldest for", "le plus ancien depuis"),
  ofUnknownAge: pair("nobody knows how long", "depuis un temps inconnu"),
  since: pair("since", "depuis le"),
  fixThenRedrive: pair("Fix the cause, then run:", "Corrigez la cause, puis exécutez :"),
  emptyAre: pair("Empty:", "Sans message :"),
  takesNothing: pair("takes nothing: its trigger is", "ne reçoit rien : son déclencheur est"),
  handsOnNothing: pair("hands on nothing: the rule is", "ne transmet rien : la règle est"),
  areOn: pair("On:", "Actifs :"),
  ranLately: pair("Ran in the last half hour:", "Exécutées dans la dernière demi-heure :"),
  didNotRun: pair("did not run for half an hour", "n’a pas été exécutée depuis une demi-heure"),
  stackIsNew: pair("a stack has just changed", "une pile vient de changer"),
  behind: pair("behind", "de retard"),
  nothingHandled: pair("no stream had anything in the last minutes", "aucun flux n’a rien eu ces dernières minutes"),
  atMost: pair("streams at most", "flux au plus"),
  noneRaised: pair("Not raised:", "Non déclenchées :"),
  withoutData: pair(
    "without data. Nobody knows whether something is wrong there.",
    "sans données. Personne ne sait si quelque chose y est en défaut.",
  ),
  unchecked: pair(
    "not evaluated yet. CloudWatch does that within minutes, and the local AWS never.",
    "pas encore évaluées. CloudWatch le fait en quelques minutes, et l’AWS local jamais.",
  ),
  noAlarm: pair(
    "The stage has no alarm. Nobody is told when something breaks.",
    "L’environnement n’a aucune alarme. Personne n’est averti d’une panne.",
  ),
  alarmDeleted: pair("somebody deleted this alarm. Deploy again.", "cette alarme a été supprimée. Redéployez."),
  runbook: pair("Runbook:", "Guide :"),
  dueSoon: pair("due within a day", "à échéance d’ici un jour"),
  overdue: pair("overdue", "en retard"),
  callOwners: pair(
    "The owners of overdue duties have been reminded. Call them.",
    "Les responsables des obligations en retard ont reçu un rappel. Appelez-les.",
  ),
  wereReached: pair("Reached through a channel:", "Jointes par un canal :"),
  webhookSilent: pair("its webhook never accepted anything", "son webhook n’a jamais rien accepté"),
  webhookRefused: pair(
    "its webhook refused what it was sent to verify it",
    "son webhook a refusé ce qui lui a été envoyé pour le vérifier",
  ),
  webhookDisabled: pair("its webhook is disabled, and is sent nothing", "son webhook est désactivé et ne reçoit rien"),
  lookedAtOnly: pair("Nobody looked at more than these:", "Seules ont été examinées :"),
  unproven: pair(
    "it acknowledged no drill in 30 days, so nobody knows whether alerts reach it",
    "elle n’a confirmé aucun exercice en 30 jours : personne ne sait si les alertes lui parviennent",
  ),
  noneWaits: pair("None waits for your approval.", "Aucune n’attend votre approbation."),
  waitForYou: pair("for your approval. To see them, run:", "de votre approbation. Pour les voir, exécutez :"),
  confirmed: pair("confirmed", "confirmées"),
  notConfirmed: pair("not confirmed by", "pas confirmé par"),
  receiveNothing: pair("They receive nothing by e-mail.", "Elles ne reçoivent rien par courriel."),
  nobodyGets: pair("nobody gets its e-mails", "personne ne reçoit ses courriels"),
  noStack: pair("There is no stack of this stage.", "Il n’y a aucune pile de cet environnement."),
  noBus: pair("The stacks have no event bus. Deploy them again.", "Les piles n’ont aucun bus. Redéployez-les."),
  rolledBack: pair("took back its last update", "a annulé sa dernière mise à jour"),
  aMinute: pair("a minute on average", "par minute en moyenne"),
  inTheLastMinutes: pair("in 15 minutes, and at most", "en 15 minutes, et au plus"),
  inOneMinute: pair("in one minute", "en une minute"),
  noSetting: pair("No party changed a setting.", "Aucune partie n’a modifié un paramètre."),
  nothingOwn: pair("nothing of its own any more", "plus rien en propre"),
  theLastAt: pair("the last on", "la dernière le"),
} as const satisfies Readonly<Record<string, Pair>>

const noun = (en: CountedNoun["en"], fr: CountedNoun["fr"]): CountedNoun => ({ en, fr })

export const nouns = {
  partToDo: noun(["part needs a person", "parts need a person"], ["partie à traiter", "parties à traiter"]),
  partUnread: noun(["part could not be read", "parts could not be read"], ["partie non lue", "parties non lues"]),
  queue: noun(["queue", "queues"], ["file", "files"]),
  message: noun(["message", "messages"], ["message", "messages"]),
  alarm: noun(["alarm is", "alarms are"], ["alarme est", "alarmes sont"]),
  givenUp: noun(["batch was given up", "batches were given up"], ["lot abandonné", "lots abandonnés"]),
  notRunYet: noun(
    ["function did not run yet", "functions did not run yet"],
    ["fonction pas encore exécutée", "fonctions pas encore exécutées"],
  ),
  party: noun(["party", "parties"], ["partie", "parties"]),
  openCase: noun(["open case", "open cases"], ["dossier ouvert", "dossiers ouverts"]),
  openDuty: noun(["open duty", "open duties"], ["obligation en cours", "obligations en cours"]),
  invitation: noun(["invitation waits", "invitations wait"], ["invitation attend", "invitations attendent"]),
  contact: noun(["contact", "contacts"], ["personne-ressource", "personnes-ressources"]),
  restriction: noun(["restriction", "restrictions"], ["restriction", "restrictions"]),
  change: noun(["change", "changes"], ["modification", "modifications"]),
} as const

export const ageWords: Readonly<Record<CaseAge, Pair>> = {
  underOneDay: pair("Open for less than a day", "Ouverts depuis moins d’un jour"),
  underOneWeek: pair("For 1 to 7 days", "Depuis 1 à 7 jours"),
  underThirtyDays: pair("For 7 to 30 days", "Depuis 7 à 30 jours"),
  thirtyDaysOrMore: pair("For 30 days or more", "Depuis 30 jours ou plus"),
}

export const scopeWords: Readonly<Record<RestrictionScope, Pair>> = {
  subject: pair("Single visitors", "Visiteurs"),
  network: pair("Networks", "Réseaux"),
  neighbourhood: pair("Neighbourhoods of numbers", "Voisinages de numéros"),
  codeBlock: pair("Code blocks", "Blocs de codes"),
}
