import { type Pair, pair } from "../../base/platform/bilingual.ts"

/** What only an early notice, a follow-up or a public notice says. What is in braces is filled in. */
export const furtherNoticeSentences = {
  headingHappened: pair("What happened", "Ce qui s’est passé"),
  headingDone: pair("What has been done", "Ce qui a été fait"),
  headingSteps: pair("What you can do", "Ce que vous pouvez faire"),
  headingAsk: pair("Where to ask", "Où vous renseigner"),

  headingKnown: pair("What we know so far", "Ce que nous savons"),
  headingUnknown: pair("What we do not know yet", "Ce que nous ignorons encore"),
  headingAgain: pair("When we will write again", "Quand nous vous écrirons de nouveau"),
  learnedEarly: pair(
    "On {day} we learned that someone may have seen details of a delivery to you.",
    "Le {day}, nous avons appris qu’une personne a peut-être vu des détails d’une livraison qui vous était destinée.",
  ),
  notAllKnown: pair("We do not know everything yet.", "Nous ne savons pas encore tout."),
  unknownFields: pair("Which details could be seen", "Quels détails pouvaient être vus"),
  unknownPeriod: pair("When this happened", "Quand cela s’est produit"),
  unknownCount: pair("Which deliveries are concerned", "Quelles livraisons sont visées"),
  unknownCause: pair("How this was possible", "Comment cela a été possible"),
  writeAgain: pair(
    "We will write again by {day}, also if nothing more is found.",
    "Nous vous écrirons de nouveau au plus tard le {day}, même s’il n’y a rien de plus à signaler.",
  ),

  followUpTitle: pair("An update on your privacy", "Du nouveau au sujet de votre vie privée"),
  headingWhy: pair("Why we write again", "Pourquoi nous vous écrivons de nouveau"),
  headingNew: pair("What is new", "Ce qui est nouveau"),
  headingWrong: pair("What was wrong", "Ce qui était inexact"),
  headingUnchanged: pair("What is unchanged", "Ce qui demeure"),
  headingShown: pair("What was shown and what was not", "Ce qui a été affiché et ce qui ne l’a pas été"),
  headingSince: pair("What has been done since", "Ce qui a été fait depuis"),
  wroteOn: pair(
    "On {day} we wrote to you about details of a delivery that someone may have seen.",
    "Le {day}, nous vous avons écrit au sujet de détails d’une livraison qu’une personne a peut-être vus.",
  ),
  wroteBetween: pair(
    "Between {from} and {to} we wrote to you about details of a delivery that someone may have seen.",
    "Entre le {from} et le {to}, nous vous avons écrit au sujet de détails d’une livraison qu’une personne a peut-être vus.",
  ),
  knowMore: pair("We now know more.", "Nous en savons maintenant davantage."),
  nothingMore: pair("We have found nothing more since.", "Depuis, nous n’avons rien trouvé de plus."),
  shownToo: pair("This was shown too:", "Ceci a aussi été affiché :"),
  shownTooOfSome: pair(
    "This was shown too for some deliveries, maybe for yours:",
    "Ceci a aussi été affiché pour certaines livraisons, peut-être la vôtre :",
  ),
  countGrew: pair(
    "We now know of about {count} deliveries that are concerned. Before, we knew of about {before}.",
    "Nous savons maintenant qu’environ {count} livraisons sont en cause. Avant, nous en connaissions environ {before}.",
  ),
  saidNotShown: pair(
    "In our first message we said that this was not shown:",
    "Dans notre premier message, nous avons dit que ceci n’avait pas été affiché :",
  ),
  butShown: pair(
    "That was wrong. It was shown, at least for some deliveries.",
    "C’était inexact. Ceci a été affiché, au moins pour certaines livraisons.",
  ),
  saidShown: pair(
    "In our first message we said that this was shown:",
    "Dans notre premier message, nous avons dit que ceci avait été affiché :",
  ),
  butNoRecord: pair(
    "That was wrong. We have no record that it was shown.",
    "C’était inexact. Rien n’indique que ceci ait été affiché.",
  ),
  saidBefore: pair(
    "In our first message we said: “{earlier}” That was wrong. What is right: “{corrected}”",
    "Dans notre premier message, nous avons dit : « {earlier} » C’était inexact. Il faut lire : « {corrected} »",
  ),
  stillShown: pair("What was shown, as we said:", "Ce qui a été affiché, comme nous l’avons dit :"),
  adviceHolds: pair("Our first advice still holds.", "Nos premiers conseils restent valables."),

  publicTitle: pair("Notice about delivery tracking", "Avis sur le suivi des livraisons"),
  headingYours: pair("Is your delivery concerned?", "Votre livraison est-elle visée?"),
  writingDirectly: pair(
    "We also write to people directly where we can.",
    "Nous écrivons aussi directement aux personnes que nous pouvons joindre.",
  ),
  cannotReach: pair(
    "For about {count} deliveries, we do not know how to reach the person.",
    "Pour environ {count} livraisons, nous ne savons pas comment joindre la personne.",
  ),
  parcelFromUs: pair(
    "If we delivered a parcel to you, ask us whether yours is one of them.",
    "Si nous vous avons livré un colis, demandez-nous si le vôtre est visé.",
  ),
  parcelFrom: pair(
    "If {name} delivered a parcel to you, ask us whether yours is one of them.",
    "Si {name} vous a livré un colis, demandez-nous si le vôtre est visé.",
  ),
  parcelFromSome: pair(
    "If you received a parcel, ask us whether yours is one of them.",
    "Si vous avez reçu un colis, demandez-nous si le vôtre est visé.",
  ),
  haveReady: pair(
    "Have your tracking number and your postal code ready.",
    "Ayez sous la main votre numéro de suivi et votre code postal.",
  ),
} as const satisfies Readonly<Record<string, Pair>>
