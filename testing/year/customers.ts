import type { Random } from '../../sandbox/seed/random.ts'
import { chanceFor, CURRENCIES, someParty, type Business, type Party } from './business.ts'
import { NEVER } from './systems.ts'

/** Lets the year's customers come, each on a day of their own; some are odd, as customers are. */
export function planCustomers(business: Business, count: number): void {
  const first = business.parties.length
  for (let index = 0; index < count; index += 1) {
    const random = chanceFor(business, `customer ${index}`)
    const number = first + index
    const isPerson = random.next() < 0.3
    const name = isPerson
      ? `${random.pick(FIRST)} ${random.pick(LAST)} ${number}`
      : `${random.pick(LAST)} ${random.pick(TRADES)} ${number} ${random.pick(FORMS)}`
    const since = index < count / 5 ? 0 : random.int(0, business.days - 30)
    const party: Party = {
      ...{ number, name, since, stripeId: null, netsuiteId: null },
      email: `ap${number}@year-${business.seed}.test`,
      currency: random.pick(CURRENCIES),
      home: random.pick(HOMES),
    }
    business.parties.push(party)
    business.agenda.on(since, number, () => enter(business, party, { isPerson, random }))
  }
}

/** Lets people change customers, now in one system and now in the other. */
export function planEdits(business: Business, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const random = chanceFor(business, `edit ${index}`)
    const day = random.int(20, business.days - 1)
    const party = someParty(business, random, { day })
    if (!party) continue
    const phone = `+1512555${String(random.int(1000, 9999))}`
    const line1 = `${random.int(1, 900)} Elm Street`
    const inStripe = random.next() < 0.5
    business.agenda.on(day, party.number, async () => {
      const { systems, count: note } = business
      const address = { line1, city: 'Austin', state: 'TX', postal_code: '78701', country: 'US' }
      if (inStripe && party.stripeId) {
        await systems.stripe.customers.update(party.stripeId, { phone, address })
        note('customers changed in Stripe')
      } else if (party.netsuiteId) {
        await systems.netsuite.update('customer', party.netsuiteId, { phone }, { signal: NEVER })
        note('customers changed in NetSuite')
      }
    })
  }
}

async function enter(
  business: Business,
  party: Party,
  how: { isPerson: boolean; random: Random },
): Promise<void> {
  const { systems, count } = business
  const { home } = party
  const { isPerson, random } = how
  const odd = random.next()
  if (home !== 'netsuite') {
    const withoutName = odd < 0.05
    const withoutEmail = odd >= 0.05 && odd < 0.09 && home === 'stripe'
    const phone = random.next() < 0.5 ? { phone: `+1512555${random.int(1000, 9999)}` } : {}
    const { id } = await systems.stripe.customers.create({
      ...(withoutName ? {} : { name: party.name }),
      ...(withoutEmail ? {} : { email: mixedCase(party.email, random) }),
      ...phone,
      address: { line1: `${party.number} Main St`, city: 'Austin', state: 'TX', country: 'US' },
      metadata: { party: String(party.number) },
    })
    party.stripeId = id
    count('customers entered in Stripe')
    if (withoutName) count('customers without a name')
    if (withoutEmail) count('customers without an e-mail')
    if (odd > 0.97) {
      await systems.stripe.customers.create({ name: `${party.name} again`, email: party.email })
      count('customers twice in Stripe')
    }
  }
  if (home !== 'stripe') {
    party.netsuiteId = await systems.netsuite.create(
      'customer',
      netsuiteCustomer(business, party, isPerson),
      NEVER,
    )
    count('customers entered in NetSuite')
    if (odd > 0.98) {
      const twin = { ...party, name: `${party.name} twin` }
      await systems.netsuite.create('customer', netsuiteCustomer(business, twin, false), NEVER)
      count('customers twice in NetSuite')
    }
  }
}

function netsuiteCustomer({ catalogue }: Business, party: Party, isPerson: boolean) {
  const [firstName = '', lastName = '', number = ''] = party.name.split(' ')
  return {
    ...(isPerson
      ? { isPerson: true, firstName, lastName: `${lastName} ${number}` }
      : { isPerson: false, companyName: party.name }),
    email: party.email,
    subsidiary: { id: '1' },
    currency: { id: catalogue.currencies.get(party.currency) ?? '1' },
    comments: `Party ${party.number}`,
    addressBook: {
      items: [
        {
          ...{ label: 'Office', defaultBilling: true, defaultShipping: true },
          addressBookAddress: { addr1: '1 Market St', city: 'Reno', country: { id: 'US' } },
        },
      ],
    },
  }
}

/** Mailboxes are written one way here and another way there. */
function mixedCase(email: string, random: Random): string {
  return random.next() < 0.2 ? email.toUpperCase().replace('.TEST', '.test') : email
}

const HOMES = ['stripe', 'stripe', 'stripe', 'netsuite', 'netsuite', 'both'] as const
const FIRST = ['Ada', 'Grace', 'Alan', 'Edsger', 'Barbara', 'Ken'] as const
const LAST = ['Hopper', 'Byron', 'Turing', 'Liskov', 'Thompson', 'Nakamura', 'Okafor'] as const
const TRADES = ['Freight', 'Dental', 'Analytics', 'Foods', 'Marine', 'Optics'] as const
const FORMS = ['Inc.', 'LLC', 'GmbH', 'Ltd', 'SARL'] as const
