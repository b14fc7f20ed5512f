/** A name in the form in which two names are compared: without regard to case and width of letters. */
export const sameName = (name: string): string => name.normalize("NFKC").toLowerCase()
