import classes from './brand.module.css'

/** The name with its mark: two streams that become one. */
export function Brand({ compact = false }: { compact?: boolean }) {
  return (
    <span className={classes.brand}>
      <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
        <rect width="24" height="24" rx="6" fill="var(--mantine-color-indigo-6)" />
        <path
          d="M5 6.5c4.5 0 5 5.5 9 5.5h5M5 17.5c4.5 0 5-5.5 9-5.5"
          fill="none"
          stroke="#fff"
          strokeWidth="2.1"
          strokeLinecap="round"
        />
      </svg>
      {!compact && <span className={classes.name}>Tributary</span>}
    </span>
  )
}
