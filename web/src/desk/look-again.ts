// The word by which the desk tells the bar on its own page that the pause began or ended. Next: Paused.svelte, Pause.svelte.

export const LOOK_AGAIN = "chancery:pause";
