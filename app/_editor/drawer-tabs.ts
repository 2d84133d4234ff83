/** What the bottom drawer of the designer shows, in the order of its tabs. */
export const DRAWER_TABS = ['samples', 'results', 'problems', 'runs'] as const

export type DrawerTab = (typeof DRAWER_TABS)[number]
