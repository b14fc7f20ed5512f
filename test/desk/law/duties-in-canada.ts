/**
 * What each Canadian law asks of a party in a situation, written by hand from the statutes and the policy, and not from
 * the law pack. `duty-matrix.test.ts` explains the words.
 */
export const dutiesInCanada = {
  // ss. 10.1(1) and (3), 10.2(1), 10.3(1): information under its control. A holder has no duty in the Act.
  "ca-pipeda": {
    "carrier in control": "regulator? people-of-leafline? people-of-maplebooks? record!",
    "carrier holds": "none",
    "carrier holds for leafline": "regulator? people-of-maplebooks? record!",
    "carrier holds under this law": "none",
    "carrier holds under another law": "regulator? people-of-leafline? people-of-maplebooks? record!",
    "carrier holds, but not for maplebooks": "regulator? people-of-maplebooks? record!",
    "carrier in control, no retailer known": "regulator? people? record!",
    "carrier holds, no retailer known": "none",
    "carrier in control, one retailer unknown": "regulator? people-of-leafline? people-of-maplebooks? people? record!",
    "retailer in control": "regulator? people? record!",
    "retailer holds": "none",
    "retailer holds under this law, but not for the carrier": "regulator? people? record!",
    // s. 10.2(1): one that notifies an individual must notify whoever can reduce the risk.
    "retailer in control, some people notified": "regulator? people? tells? record!",
    "carrier in control, some people notified": "regulator? people-of-leafline? people-of-maplebooks? tells? record!",
    "carrier holds, some people notified": "none",
    "carrier holds for leafline, some people notified": "regulator? people-of-maplebooks? tells? record!",
    // SOR/2018-64 s. 2(2): new information may be submitted; it is not owed.
    "retailer in control, more found since its report": "regulator? people? record!",
    "retailer holds, more found since its report": "none",
  },
  // Appendix B B.2.3.1, B.2.3.3, B.2.4.4, B.2.4.6; Directive s. 4.1.5 of what is held for another institution.
  "ca-privacy-act": {
    "carrier in control":
      "regulator? people-of-leafline? people-of-maplebooks? tells-leafline! tells-maplebooks! record!",
    "carrier holds": "tells-leafline! tells-maplebooks! record!",
    "carrier holds for leafline": "regulator? people-of-maplebooks? tells-leafline! tells-maplebooks! record!",
    "carrier holds under this law": "tells-leafline! tells-maplebooks! record!",
    "carrier holds under another law":
      "regulator? people-of-leafline? people-of-maplebooks? tells-leafline! tells-maplebooks! record!",
    "carrier holds, but not for maplebooks":
      "regulator? people-of-maplebooks? tells-leafline! tells-maplebooks! record!",
    "carrier in control, no retailer known": "regulator? people? tells! record!",
    "carrier holds, no retailer known": "tells! record!",
    "carrier in control, one retailer unknown":
      "regulator? people-of-leafline? people-of-maplebooks? people? tells-leafline! tells-maplebooks! record!",
    "retailer in control": "regulator? people? tells-northpost! record!",
    "retailer holds": "tells-northpost! record!",
    "retailer holds under this law, but not for the carrier": "regulator? people? tells-northpost! record!",
    "retailer in control, some people notified": "regulator? people? tells-northpost! record!",
    "retailer in control, more found since its report": "regulator? people? tells-northpost! record!",
  },
  // s. 40.1: an institution's custody or control, so also what it keeps for another.
  "ca-on-fippa": {
    "carrier in control": "regulator? people-of-leafline? people-of-maplebooks? record!",
    "carrier holds": "regulator? people-of-leafline? people-of-maplebooks? record!",
    "carrier holds for leafline": "regulator? people-of-leafline? people-of-maplebooks? record!",
    "carrier holds under this law": "regulator? people-of-leafline? people-of-maplebooks? record!",
    "carrier holds under another law": "regulator? people-of-leafline? people-of-maplebooks? record!",
    "carrier holds, but not for maplebooks": "regulator? people-of-leafline? people-of-maplebooks? record!",
    "carrier in control, no retailer known": "regulator? people? record!",
    "carrier holds, no retailer known": "regulator? people? record!",
    "carrier in control, one retailer unknown": "regulator? people-of-leafline? people-of-maplebooks? people? record!",
    "retailer in control": "regulator? people? record!",
    "retailer holds": "regulator? people? record!",
    "retailer holds under this law, but not for the carrier": "regulator? people? record!",
    "retailer in control, some people notified": "regulator? people? record!",
    "retailer in control, more found since its report": "regulator? people? record!",
  },
  // s. 63.8: information that it holds; s. 67.2: a mandatary or contractor notifies the public body besides.
  "ca-qc-access-act": {
    "carrier in control": "regulator? people-of-leafline? people-of-maplebooks? record!",
    "carrier holds": "regulator? people-of-leafline? people-of-maplebooks? tells-leafline! tells-maplebooks! record!",
    "carrier holds for leafline": "regulator? people-of-leafline? people-of-maplebooks? tells-leafline! record!",
    "carrier holds under this law":
      "regulator? people-of-leafline? people-of-maplebooks? tells-leafline! tells-maplebooks! record!",
    "carrier holds under another law": "regulator? people-of-leafline? people-of-maplebooks? record!",
    "carrier holds, but not for maplebooks":
      "regulator? people-of-leafline? people-of-maplebooks? tells-leafline! record!",
    "carrier in control, no retailer known": "regulator? people? record!",
    "carrier holds, no retailer known": "regulator? people? tells! record!",
    "carrier in control, one retailer unknown": "regulator? people-of-leafline? people-of-maplebooks? people? record!",
    "retailer in control": "regulator? people? record!",
    "retailer holds": "regulator? people? tells-northpost! record!",
    "retailer holds under this law, but not for the carrier": "regulator? people? record!",
    "retailer in control, some people notified": "regulator? people? record!",
    // r. 3.1 s. 4: further information must be sent.
    "retailer in control, more found since its report": "regulator? supplement? people? record!",
    "retailer holds, more found since its report": "regulator? supplement? people? tells-northpost! record!",
  },
  // s. 3.5: information that it holds; s. 18.3: a mandatary or contractor notifies the enterprise besides.
  "ca-qc-private-sector-act": {
    "carrier in control": "regulator? people-of-leafline? people-of-maplebooks? record!",
    "carrier holds": "regulator? people-of-leafline? people-of-maplebooks? tells-leafline! tells-maplebooks! record!",
    "carrier holds for leafline": "regulator? people-of-leafline? people-of-maplebooks? tells-leafline! record!",
    "carrier holds under this law":
      "regulator? people-of-leafline? people-of-maplebooks? tells-leafline! tells-maplebooks! record!",
    "carrier holds under another law": "regulator? people-of-leafline? people-of-maplebooks? record!",
    "carrier holds, but not for maplebooks":
      "regulator? people-of-leafline? people-of-maplebooks? tells-leafline! record!",
    "carrier in control, no retailer known": "regulator? people? record!",
    "carrier holds, no retailer known": "regulator? people? tells! record!",
    "carrier in control, one retailer unknown": "regulator? people-of-leafline? people-of-maplebooks? people? record!",
    "retailer in control": "regulator? people? record!",
    "retailer holds": "regulator? people? tells-northpost! record!",
    "retailer holds under this law, but not for the carrier": "regulator? people? record!",
    "retailer in control, some people notified": "regulator? people? record!",
    // r. 3.1 s. 4: further information must be sent.
    "retailer in control, more found since its report": "regulator? supplement? people? record!",
    "retailer holds, more found since its report": "regulator? supplement? people? tells-northpost! record!",
  },
  // s. 34.1: information under its control; s. 37.1: the Commissioner may require a notice. No register.
  "ca-ab-pipa": {
    "carrier in control": "regulator? people-of-leafline? people-of-maplebooks?",
    "carrier holds": "none",
    "carrier holds for leafline": "regulator? people-of-maplebooks?",
    "carrier holds under this law": "none",
    "carrier holds under another law": "regulator? people-of-leafline? people-of-maplebooks?",
    "carrier holds, but not for maplebooks": "regulator? people-of-maplebooks?",
    "carrier in control, no retailer known": "regulator? people?",
    "carrier holds, no retailer known": "none",
    "carrier in control, one retailer unknown": "regulator? people-of-leafline? people-of-maplebooks? people?",
    "retailer in control": "regulator? people?",
    "retailer holds": "none",
    "retailer holds under this law, but not for the carrier": "regulator? people?",
    "retailer in control, some people notified": "regulator? people?",
    "retailer in control, more found since its report": "regulator? people?",
  },
  // s. 36.3(2): a public body's custody or control, so also what it keeps for another.
  "ca-bc-foippa": {
    "carrier in control": "regulator? people-of-leafline? people-of-maplebooks?",
    "carrier holds": "regulator? people-of-leafline? people-of-maplebooks?",
    "carrier holds for leafline": "regulator? people-of-leafline? people-of-maplebooks?",
    "carrier holds under this law": "regulator? people-of-leafline? people-of-maplebooks?",
    "carrier holds under another law": "regulator? people-of-leafline? people-of-maplebooks?",
    "carrier holds, but not for maplebooks": "regulator? people-of-leafline? people-of-maplebooks?",
    "carrier in control, no retailer known": "regulator? people?",
    "carrier holds, no retailer known": "regulator? people?",
    "carrier in control, one retailer unknown": "regulator? people-of-leafline? people-of-maplebooks? people?",
    "retailer in control": "regulator? people?",
    "retailer holds": "regulator? people?",
    "retailer holds under this law, but not for the carrier": "regulator? people?",
    "retailer in control, some people notified": "regulator? people?",
    "retailer in control, more found since its report": "regulator? people?",
  },
  // The whole Act was read: it asks for nothing after a breach.
  "ca-bc-pipa": {
    "carrier in control": "none",
    "carrier holds": "none",
    "carrier holds for leafline": "none",
    "carrier in control, no retailer known": "none",
    "retailer in control": "none",
    "retailer holds": "none",
    "retailer in control, some people notified": "none",
    "retailer in control, more found since its report": "none",
  },
} as const
