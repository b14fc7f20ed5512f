/** How a cell begins that a spreadsheet takes for a formula. Blanks before the sign do not stop it. */
const formula = /^\s*[=+\-@\t\r\n＝＋－＠]/

/**
 * A cell of a table for spreadsheets. One that a spreadsheet would run as a formula is marked as text, with an
 * apostrophe before it.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export const spreadsheetCell = (text: string): string => (formula.test(text) ? `'${text}` : text)
