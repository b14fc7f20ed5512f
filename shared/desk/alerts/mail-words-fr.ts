import type { MailWords } from "./mail-words.ts"

/** Les courriels aux parties en français. Les mots entre accolades sont remplis par le hub : ne pas les changer. */
export const frenchMail: MailWords = {
  subjects: {
    actBy: ", agir d’ici le {time}",
    actNow: ", agir maintenant",
    opened: "Alerte : atteinte possible aux données{by} ({case})",
    grown: "Alerte, mise à jour : atteinte possible{by} ({case})",
    notAcknowledged: "Urgent : alerte d’atteinte à confirmer{by} ({case})",
    merged: "Info : {old} se poursuit sous {case}{by}",
    closed: "Info : le dossier {case} est clos",
    ownDutyDue: "Rappel : {what} d’ici le {time} ({case})",
    ownDutyOverdue: "En retard : {what}, échéance {time} ({case})",
    ownDutyRequested: "Urgent, répondez à une demande : {what} ({case})",
    otherDutyDue: "Info, autre partie : {what} d’ici le {time} ({case})",
    otherDutyOverdue: "Retard, autre partie : {what}, dû le {time} ({case})",
    otherDutyUnanswered: "Autre partie sans réponse : {what} ({case})",
  },
  subjectsOfSeveral: {
    ownDutyDue: "Rappel : {count} obligations d’ici le {time} ({case})",
    ownDutyOverdue: "En retard : {count} obligations, échéance {time} ({case})",
    ownDutyRequested: "Urgent, répondez à {count} demandes ({case})",
    otherDutyDue: "Info, autre partie : {count} obligations d’ici le {time} ({case})",
    otherDutyOverdue: "Retard, autre partie : {count} obligations, dues le {time} ({case})",
    otherDutyUnanswered: "Autre partie sans réponse à {count} demandes ({case})",
  },
  andLater: "{time} et après",
  letters: {
    subjects: {
      answered: "Le transporteur a répondu à votre lettre ({case})",
      notDelivered: "Votre lettre au transporteur n’a pas été remise ({case})",
      unanswered: "Le transporteur n’a pas répondu à votre lettre ({case})",
    },
    first: {
      answered: "Le transporteur auquel vous avez écrit a répondu.",
      notDelivered: "Le courriel de votre lettre a été refusé. Le transporteur ne l’a pas reçue.",
      unanswered: "Le délai de réponse du transporteur est passé. Il peut encore répondre.",
    },
    asked: "Vous lui avez demandé de",
    answer: "Sa réponse",
    answers: {
      inform: "Il a envoyé un fichier.",
      stopped: "Il dit que l’outil est arrêté.",
      accept: "Il le fera.",
      acceptBy: "Il le fera au plus tard le {day}.",
      decline: "Il refuse : {reason}.",
    },
    withFile: "Il y a joint un fichier.",
    late: "La réponse est arrivée après coup : elle est consignée, sans autre effet.",
    next: {
      file: "Le fichier est parmi vos éléments de preuve du dossier. S’il énumère des consultations, ajoutez-les au dossier.",
      answered:
        "La plateforme d’échange n’a pas vérifié la réponse. Voyez dans le dossier ce qu’elle change pour vous.",
      notDelivered: "Corrigez l’adresse du transporteur dans vos paramètres, et renvoyez la lettre depuis le dossier.",
      unanswered: "Appelez le transporteur, ou renvoyez la lettre depuis le dossier.",
    },
  },
  questions: {
    subjects: {
      due: "Rappel : répondre à l’autorité d’ici le {time} ({case})",
      overdue: "En retard : répondre à l’autorité, échéance {time} ({case})",
    },
    sentences: {
      due: "D’ici le {time} : répondez à la question que vous avez consignée dans ce dossier. Elle vient de : {regulator}.",
      overdue:
        "La question que vous avez consignée dans ce dossier appelait une réponse d’ici le {time}, et aucune réponse n’est consignée. Elle vient de : {regulator}.",
    },
    extended:
      "Si vous avez répondu, consignez-le dans le dossier. Si le délai a été prolongé, consignez plutôt ce nouveau délai.",
    calendar: "Répondre à l’autorité ({case})",
  },
  attempts: {
    subject: "Info : tentatives refusées le {day}, aucun dossier",
    first: "Vous n’avez rien à faire pour l’instant. La liste de ces tentatives",
    what: "Le {day} (UTC), nous avons remarqué des consultations comme en fait quelqu’un qui essaie des numéros ou des codes postaux. Notre registre de ce que les consultations ont affiché ne contient rien de vos envois que ces visiteurs auraient vu sans preuve.",
    reported:
      "Des consultations qu’une partie a faites ou auxquelles son propre outil a répondu, nous savons ce qu’elle nous en a signalé jusqu’ici.",
    noCase:
      "Il n’y a donc aucun dossier à leur sujet, et nous ne fixons aucune échéance. Si une loi vous demande d’aviser quelqu’un aussi de tentatives, la liste le dit. Si nous apprenons que quelque chose a été affiché, nous ouvrons un dossier et vous alertons aussitôt.",
    heading: "Ce qui a été remarqué",
    count: "Visiteurs, réseaux ou plages de numéros",
  },
  first: {
    acknowledge: "À faire d’abord : confirmez que vous avez lu cette alerte",
    seeNew: "À faire d’abord : voyez lesquels de vos envois sont touchés maintenant",
    seeRestated: "À faire d’abord : voyez ce que l’exploitant de la plateforme a corrigé",
    useLeading: "À partir de maintenant, utilisez le dossier {case}",
    nothing: "Vous n’avez rien à faire pour l’instant. Le dossier",
    answer: "À faire d’abord : acceptez la demande, ou refusez-la avec un motif",
    request: "À faire d’abord : demandez à l’autre partie de remplir son obligation",
    takeOver: "À faire d’abord : décidez si vous le faites à la place de l’autre partie",
  },
  sentences: {
    escalation:
      "Si personne ne la confirme d’ici {hours} heures, nous la renverrons, aussi aux contacts d’urgence si vos paramètres en nomment.",
    sender:
      "Vous recevez ce courriel parce que votre organisation participe à Wayseal, la plateforme par laquelle des détaillants et des transporteurs se disent où sont les colis.",
    notAcknowledged:
      "Nous avons déjà envoyé cette alerte, et personne ne l’a confirmée. Les contacts d’urgence inscrits dans vos paramètres, s’il y en a, la reçoivent donc aussi.",
    replaces:
      "Ce message remplace nos messages précédents sur ce dossier. D’autres faits ont pu être trouvés depuis : le dossier lui-même est à jour.",
    compare:
      "Si vous avez déjà avisé des personnes ou une autorité, comparez ce que vous avez dit avec ce qui est déclaré maintenant.",
    tellMore: "Si vous avez déjà avisé des personnes, il y en a peut-être d’autres à aviser.",
    mergedInto:
      "Les dossiers {old} et {case} concernent une seule et même atteinte. Ce que vous avez fait dans l’un ou l’autre compte.",
    whatHappened: {
      none: "Quelqu’un a peut-être vu des renseignements sur vos envois dans un outil de suivi, sans en avoir le droit.",
      one: "Quelqu’un a peut-être vu des renseignements sur un de vos envois dans un outil de suivi, sans en avoir le droit.",
      many: "Quelqu’un a peut-être vu des renseignements sur {count} de vos envois dans un outil de suivi, sans en avoir le droit.",
      atHub:
        "Quelqu’un a peut-être lu des renseignements sur vos envois à la plateforme d’échange, sans en avoir le droit.",
      atSupplier:
        "Quelqu’un a peut-être lu des renseignements sur vos envois chez un fournisseur du transporteur, sans en avoir le droit.",
    },
    resolved: "Le dossier {case} est clos. Tout ce qu’il demandait est fait.",
    falseAlarm:
      "Le dossier {case} est clos comme fausse alerte. Nous n’avons trouvé aucun de vos envois exposé. Les visiteurs refusés à cause de lui sont admis de nouveau.",
    falseAlarmAssessed:
      "Le dossier {case} est clos comme fausse alerte, bien que des renseignements sur vos envois aient été vus, ou aient pu l’être. Pour chaque loi qui s’applique à vous, vous avez consigné pourquoi personne n’est à aviser. Les visiteurs refusés à cause de lui sont admis de nouveau.",
    unlessNotOwed: {
      one: "Il se peut que la loi ne le demande que si le risque pour les personnes est réel. Si vous constatez que cela ne vous est pas demandé, inscrivez pourquoi dans le dossier au lieu de le faire.",
      many: "La loi ne demande certaines de ces choses que si le risque pour les personnes est réel. Si vous constatez que l’une ne vous est pas demandée, inscrivez pourquoi dans le dossier au lieu de la faire.",
    },
    unansweredOwn:
      "Une autre partie du dossier vous a demandé de le faire, et vous n’avez pas répondu. Elle peut le faire à votre place.",
    otherDue: "Une autre partie du dossier doit faire ceci :",
    otherOverdue: "Une autre partie du dossier n’a pas fait ceci à temps :",
    otherUnanswered: "Une autre partie du dossier, à qui on a demandé de faire ceci, n’a pas répondu :",
    otherDueAll: "Une autre partie du dossier doit faire ceci au plus tard le {time} :",
    otherOverdueAll: "Une autre partie du dossier n’a pas fait ceci, dont l’échéance était le {time} :",
    otherUnansweredAll:
      "Une autre partie du dossier, à qui on a demandé de faire ceci au plus tard le {time}, n’a pas répondu :",
    mayTakeOver: "Si elle refuse, ne répond pas, ou accepte et tarde, vous pouvez le faire à sa place.",
  },
  headings: {
    situation: "Ce qui s’est passé",
    restated: "Ce qui a été corrigé",
    duties: "Ce que vous devez faire, et pour quand",
    dutiesDone: "Ce que vous aviez à faire",
    next: "Ce qu’il faut faire ensuite",
    merged: "Ce que l’on savait dans le dossier {old}",
  },
  labels: {
    tool: "Où",
    vouchedBy: "Qui le dit",
    shipments: "Vos envois touchés",
    possible: "Vos envois peut-être touchés",
    seen: "Pouvait être vu",
    perhapsSeen: "Pouvait peut-être être vu",
    notSeen: "Ne pouvait pas être vu",
    period: "Quand",
    openCase: "Le dossier",
    dossier: "Ses documents restent disponibles",
  },
  seeGuide: "voir le guide « The breach desk ».",
  notKnown: "on ne le sait pas",
  ofAllOrders: "{share} de toutes vos commandes",
  steps: {
    seeShipments: "Voyez lesquels de vos envois sont touchés",
    seeOwnRecords:
      "Cherchez dans vos propres registres quels envois la plateforme détenait à ce moment, car elle ne tient aucune liste de ce qui a été lu",
    assess: "Jugez de la gravité du risque pour les personnes touchées, et inscrivez votre réponse",
    doDuties: "Faites à temps ce qui est énuméré ci-dessus, et inscrivez-le une fois fait",
    record: "Une fois que c’est fait, inscrivez-le dans le dossier",
    recordNotOwed: "Si la loi ne vous le demande pas, inscrivez plutôt pourquoi",
    recordEach: "Dès que l’une est remplie, inscrivez-le dans le dossier",
    recordEachNotOwed: "Si la loi ne vous demande pas l’une d’elles, inscrivez plutôt pourquoi",
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
  taskAt: "{what}, sur {url}",
  taskTowards: { people: "aviser les personnes touchées qui ont commandé chez {party}", party: "aviser {party}" },
  someParty: { retailer: "le détaillant", carrier: "le transporteur" },
  someParties: { retailer: "{count} détaillants", carrier: "{count} transporteurs" },
  calendar: {
    legalDeadline: "Échéance légale : {what} ({case})",
    contractTerm: "Délai d’un contrat : {what} ({case})",
    target: "Objectif : {what} ({case})",
    due: "{what} ({case})",
  },
  duty: {
    by: "Au plus tard le {time} : {what} ({terms})",
    late: "En retard, à faire maintenant : {what}. L’échéance était le {time} ({terms})",
    othersLate: "{what}. L’échéance était le {time} ({terms})",
    allBy: "Au plus tard le {time} :",
    allLate: "En retard, à faire maintenant. L’échéance était le {time} :",
    each: "{what} ({terms})",
    undated: "{what} ({terms}; aucune date n’est encore fixée)",
    takenOver: "Une autre partie le fait pour vous : {what} ({terms})",
    offered: "{line}. Une autre partie offre de le faire pour vous : veuillez répondre à son offre.",
    done: "Fait : {what} ({terms})",
    notOwed: "Pas nécessaire, selon ce qui a été inscrit : {what} ({terms})",
    legalDeadline: "échéance légale, {law}",
    legalDeadlineAndTarget: "échéance légale, {law}; objectif de la plateforme d’échange : {target}",
    target: "objectif de la plateforme d’échange, aucun délai précis n’étant fixé dans {law}",
    law: "{law}",
    contract: "contrat, {clause}",
    contractTerm: "délai du {contract}",
  },
}
