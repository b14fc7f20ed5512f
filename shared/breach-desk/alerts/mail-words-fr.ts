import type { MailWords } from "./mail-words.ts"

/** Les courriels aux parties en français. Les mots entre accolades sont remplis par le hub : ne pas les changer. */
export const frenchMail: MailWords = {
  subjects: {
    actBy: ", agir d’ici le {time}",
    actNow: ", agir maintenant",
    opened: "Alerte : atteinte possible aux données{by} ({case})",
    grown: "Alerte, mise à jour : atteinte possible{by} ({case})",
    notAcknowledged: "Urgent : alerte d’atteinte non confirmée{by} ({case})",
    merged: "Info : {old} se poursuit sous {case}{by}",
    closed: "Info : le dossier {case} est clos",
    ownDutyDue: "Rappel : {what} d’ici le {time} ({case})",
    ownDutyOverdue: "En retard : {what}, échéance {time} ({case})",
    ownDutyRequested: "Urgent, répondez à une demande : {what} ({case})",
    otherDutyDue: "Info, autre partie : {what} d’ici le {time} ({case})",
    otherDutyOverdue: "Autre partie en retard : {what}, dû le {time} ({case})",
    otherDutyUnanswered: "Autre partie sans réponse : {what} ({case})",
  },
  first: {
    acknowledge: "À faire d’abord : confirmez que vous avez lu cette alerte",
    seeNew: "À faire d’abord : voyez lesquels de vos envois sont touchés maintenant",
    useLeading: "À partir de maintenant, utilisez le dossier {case}",
    nothing: "Vous n’avez rien à faire pour l’instant. Le dossier",
    answer: "À faire d’abord : acceptez la demande, ou refusez-la avec un motif",
    request: "À faire d’abord : demandez à l’autre partie de remplir son obligation",
    takeOver: "À faire d’abord : décidez si vous le faites à la place de l’autre partie",
  },
  sentences: {
    escalation:
      "Si personne ne la confirme d’ici {hours} heures, nous alerterons aussi vos contacts de dernier recours.",
    notAcknowledged:
      "Nous avons déjà envoyé cette alerte, et personne ne l’a confirmée. Vos contacts de dernier recours la reçoivent donc aussi.",
    replaces: "Ce message remplace nos messages précédents sur ce dossier.",
    tellMore: "Si vous avez déjà avisé des personnes, il y en a peut-être d’autres à aviser.",
    mergedInto:
      "Les dossiers {old} et {case} concernent une seule et même atteinte. Ce que vous avez fait dans l’un ou l’autre compte.",
    whatHappened:
      "Quelqu’un a peut-être vu des renseignements sur vos envois dans un outil de suivi sans avoir le droit de les voir.",
    resolved: "Le dossier {case} est clos. Tout ce qu’il fallait faire est fait.",
    falseAlarm:
      "Le dossier {case} était une fausse alerte et il est clos. Les visiteurs refusés à cause de lui sont admis de nouveau.",
    noDuty: "Nous ne connaissons aucune loi qui vous demande d’en faire plus dans ce dossier.",
    unlessNotOwed:
      "La loi ne demande certaines de ces choses que si le risque pour les personnes est réel. Si vous constatez que l’une ne vous est pas demandée, inscrivez pourquoi dans le dossier au lieu de la faire.",
    unansweredOwn:
      "Une autre partie du dossier vous a demandé de le faire, et vous n’avez pas répondu. Elle peut le faire à votre place.",
    otherDue: "Une autre partie du dossier doit faire ceci :",
    otherOverdue: "Une autre partie du dossier n’a pas fait ceci à temps :",
    otherUnanswered: "Une autre partie du dossier, à qui on a demandé de faire ceci, n’a pas répondu :",
    mayTakeOver: "Si elle refuse, ne répond pas, ou accepte et tarde, vous pouvez le faire à sa place.",
  },
  headings: {
    situation: "Ce qui s’est passé",
    duties: "Ce que vous devez faire, et pour quand",
    dutiesDone: "Ce que vous aviez à faire",
    next: "Ce qu’il faut faire ensuite",
    merged: "Ce que l’on savait dans le dossier {old}",
  },
  labels: {
    tool: "Où",
    shipments: "Vos envois touchés",
    possible: "Vos envois peut-être touchés aussi",
    seen: "Pouvait être vu",
    notSeen: "Ne pouvait pas être vu",
    period: "Quand",
    openCase: "Le dossier",
    dossier: "Ses documents restent disponibles",
  },
  ofAllOrders: "{share} de toutes vos commandes",
  fromTo: "du {from} au {to}",
  steps: {
    seeShipments: "Voyez lesquels de vos envois sont touchés",
    assess: "Jugez de la gravité du risque pour les personnes touchées, et inscrivez votre réponse",
    doDuties: "Faites à temps ce qui est énuméré ci-dessus, et inscrivez-le une fois fait",
    record: "Une fois que c’est fait, inscrivez-le dans le dossier",
    recordNotOwed: "Si la loi ne vous le demande pas, inscrivez plutôt pourquoi",
  },
  tasks: {
    tellRegulator: "aviser l’autorité",
    supplementReport: "envoyer à l’autorité ce qui est nouveau",
    tellIndividuals: "aviser les personnes touchées",
    tellOtherOrganisation: "aviser l’autre organisation",
    keepRecord: "inscrire l’atteinte au registre",
  },
  briefTasks: {
    tellRegulator: "aviser l’autorité",
    supplementReport: "compléter la déclaration",
    tellIndividuals: "aviser les personnes",
    tellOtherOrganisation: "aviser l’organisation",
    keepRecord: "tenir le registre",
  },
  taskTowards: { people: "aviser les personnes touchées qui ont commandé chez {party}", party: "aviser {party}" },
  someParty: { retailer: "le détaillant", carrier: "le transporteur" },
  duty: {
    by: "Au plus tard le {time} : {what} ({terms})",
    late: "En retard, à faire maintenant : {what}. L’échéance était le {time} ({terms})",
    othersLate: "{what}. L’échéance était le {time} ({terms})",
    undated: "{what} ({terms}; aucune date n’est encore fixée)",
    takenOver: "Une autre partie le fait pour vous : {what} ({terms})",
    offered: "{line}. Une autre partie offre de le faire pour vous : veuillez répondre à son offre.",
    done: "Fait : {what} ({terms})",
    notOwed: "Pas nécessaire, selon ce qui a été inscrit : {what} ({terms})",
    legalDeadline: "échéance légale, {law}",
    target: "notre cible : la loi ne fixe pas de délai précis; {law}",
    law: "{law}",
  },
}
