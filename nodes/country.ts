/**
 * The ISO 3166-1 alpha-2 code of a country given as a code ('de', 'DEU' for the common ones) or by
 * its English name ('Germany'); undefined when the text is none.
 */
export function countryCode(text: string): string | undefined {
  byName ??= countryNames()
  return byName.get(plain(text))
}

/** Everyday names that Intl does not give, in the form that `plain` makes. */
const ALSO: readonly [string, string][] = [
  ...pairs('US', 'usa, united states of america, us of a, america'),
  ...pairs('GB', 'gbr, uk, great britain, britain, england, scotland, wales, northern ireland'),
  ...pairs('DE', 'deu, deutschland'),
  ...pairs('FR', 'fra'),
  ...pairs('ES', 'esp, espana'),
  ...pairs('IT', 'ita, italia'),
  ...pairs('NL', 'nld, holland, the netherlands'),
  ...pairs('CA', 'can'),
  ...pairs('AU', 'aus'),
  ...pairs('JP', 'jpn'),
  ...pairs('KW', 'kwt'),
  ...pairs('IN', 'ind'),
  ...pairs('CN', 'chn, peoples republic of china'),
  ...pairs('KR', 'kor, korea, republic of korea'),
  ...pairs('CH', 'che'),
  ...pairs('AT', 'aut'),
  ...pairs('CZ', 'czech republic'),
  ...pairs('TR', 'turkey'),
  ...pairs('AE', 'uae'),
  ...pairs('RU', 'russian federation'),
  ...pairs('VN', 'viet nam'),
]

/** Region codes of Intl that are no countries. */
const NO_COUNTRIES = new Set(['EU', 'EZ', 'QO', 'UN', 'XA', 'XB', 'ZZ'])

let byName: Map<string, string> | undefined

function countryNames(): Map<string, string> {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  const found = new Map<string, string>(ALSO)
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  for (const code of letters.flatMap((first) => letters.map((second) => first + second))) {
    const name = names.of(code)
    // Intl knows old codes such as DD too, by the name of the country that is there now.
    const present = new Intl.Locale('und', { region: code }).region
    if (!name || present !== code || NO_COUNTRIES.has(code)) continue
    if (!found.has(plain(name))) found.set(plain(name), code)
    found.set(plain(code), code)
  }
  return found
}

function pairs(code: string, names: string): [string, string][] {
  return names.split(', ').map((name) => [plain(name), code])
}

/** Lower case, without accents, punctuation and the leading "the". */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('&', 'and')
    .replace(/[^\p{L}\p{N} ]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
}
