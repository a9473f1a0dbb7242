/** Every text of the page, in one place. */

const count = (n: number, one: string, many: string) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

/** “New York” of `America/New_York`. */
const placeName = (zone: string) => (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");

export const texts = {
  product: "Nudge",
  description: "A todo list you talk to.",
  skipToTasks: "Skip to tasks",
  skipToChat: "Skip to chat",
  notFound: { title: "There is nothing here", back: "Back to your tasks" },

  header: {
    tasks: "Tasks",
    trash: "Trash",
    views: "Views",
    search: "Search tasks",
    searchHint: "Search",
    clearFilter: "Show all",
    oneTask: "One task",
    shortcuts: "Keyboard shortcuts",
    signOut: "Sign out",
  },

  connection: {
    connecting: "Connecting",
    live: "Live",
    reconnecting: "Reconnecting",
    offline: "Offline",
    paused: "Paused",
    explain: {
      connecting: "Connecting to live updates.",
      live: "Live: changes from everywhere appear here at once.",
      reconnecting: "Reconnecting: what you see may be a little old.",
      offline: "Offline: you can read your tasks; changes are sent when the connection returns.",
      paused: "Paused: changes from elsewhere wait until you resume.",
    },
    pause: "Pause live updates",
    resume: "Resume live updates",
  },

  groups: {
    overdue: "Overdue",
    today: "Today",
    upcoming: "Upcoming",
    someday: "Someday",
    completed: "Completed",
    count: (n: number) => count(n, "task", "tasks"),
    summary: (today: number, overdue: number) =>
      [today && `${today.toLocaleString("en")} today`, overdue && `${overdue.toLocaleString("en")} overdue`]
        .filter(Boolean)
        .join(" · ") || "Nothing due today",
  },

  due: {
    today: "Today",
    tomorrow: "Tomorrow",
    yesterday: "Yesterday",
    now: "Now",
    allDay: "all day",
    inMinutes: (n: number) => `in ${n} min`,
    minutesAgo: (n: number) => `${n} min ago`,
    daysAgo: (n: number) => `${n} days ago`,
    due: (full: string) => `Due ${full}`,
    none: "No date",
  },

  priority: { high: "High", medium: "Medium", low: "Low", suffix: "priority" },

  repeat: {
    prefix: "Repeats",
    label: (words: string) => `Repeats ${words}`,
    units: {
      daily: ["every day", "days"],
      weekly: ["every week", "weeks"],
      monthly: ["every month", "months"],
      yearly: ["every year", "years"],
    } as Record<string, [string, string]>,
    weekdays: "every weekday",
    custom: "on a schedule",
    every: (n: number, units: string) => `every ${n} ${units}`,
    on: (days: string) => ` on ${days}`,
    until: (date: string) => ` until ${date}`,
    times: (n: number) => `, ${count(n, "time", "times")}`,
    days: { MO: "Mon", TU: "Tue", WE: "Wed", TH: "Thu", FR: "Fri", SA: "Sat", SU: "Sun" } as Record<string, string>,
  },

  reminder: {
    prefix: "Reminder",
    label: (words: string) => `Reminder ${words}`,
    atDue: "when it is due",
    before: (span: string) => `${span} before`,
    at: (moment: string) => `at ${moment}`,
    minutes: (n: number) => count(n, "minute", "minutes"),
    hours: (n: number) => count(n, "hour", "hours"),
    days: (n: number) => count(n, "day", "days"),
    weeks: (n: number) => count(n, "week", "weeks"),
  },

  task: {
    complete: (title: string) => `Complete ${title}`,
    reopen: (title: string) => `Reopen ${title}`,
    edit: (title: string) => `Edit ${title}`,
    delete: (title: string) => `Delete ${title}`,
    editShort: "Edit",
    deleteShort: "Delete",
    tag: (tag: string) => `Show tasks tagged ${tag}`,
    completedAt: (moment: string) => `Completed ${moment}`,
    unsent: "Not sent yet",
  },

  editor: {
    legend: (title: string) => `Edit ${title}`,
    title: "Title",
    date: "Date",
    time: "Time",
    noDate: "No date",
    priority: "Priority",
    tags: "Tags",
    tagsHint: "Separate tags with commas",
    description: "Notes",
    save: "Save",
    cancel: "Cancel",
    titleNeeded: "A task needs a title.",
    dateNeeded: "Choose a date for this time.",
  },

  trash: {
    title: "Trash",
    explain: "Deleted tasks stay here for 30 days.",
    restore: "Restore",
    restoreFull: (title: string) => `Restore ${title}`,
    forGood: "Delete for good",
    forGoodFull: (title: string) => `Delete for good: ${title}`,
    sure: "Delete for good?",
    yes: "Yes, delete",
    no: "Keep",
    empty: "The trash is empty.",
    deletedAt: (moment: string) => `Deleted ${moment}`,
  },

  states: {
    loading: "Loading your tasks",
    loadingMore: "Loading more tasks",
    failed: "Your tasks could not be loaded.",
    failedHint: "Nothing is lost. This page keeps trying.",
    unreachable: "Nudge does not answer right now.",
    retry: "Try again",
    emptyTitle: "Nothing to do yet",
    emptyText: "Say what is on your mind, in your own words. For example:",
    allDoneTitle: "All done",
    allDoneText: "Everything on your list is complete.",
    noMatch: "No task matches.",
  },

  suggestions: [
    "Create a task to call mom on Sunday at 3pm",
    "Buy milk tomorrow at 5pm",
    "Water the plants every Saturday",
    "What are my tasks?",
  ],

  bell: {
    label: (n: number) => (n === 0 ? "Notifications" : `Notifications, ${n.toLocaleString("en")} unread`),
    title: "Notifications",
    close: "Close notifications",
    all: "Show all",
    readAll: "Mark all as read",
    read: "Mark as read",
    readFull: (title: string) => `Mark as read: ${title}`,
    unread: "Unread:",
    done: "Done",
    doneFull: (title: string) => `Complete ${title}`,
    snooze: "In an hour",
    snoozeFull: (title: string) => `Remind me of ${title} in an hour`,
    snoozeDay: "Tomorrow",
    snoozeDayFull: (title: string) => `Remind me of ${title} tomorrow`,
    loading: "Loading notifications",
    failed: "Notifications could not be loaded. Close and open this list to try again.",
    empty: "Nothing yet. Reminders will appear here.",
    more: "Show older ones",
  },

  notices: {
    region: "Notices",
    completed: (title: string) => `Completed “${title}”.`,
    reopened: (title: string) => `Reopened “${title}”.`,
    deleted: (title: string) => `Moved “${title}” to the trash.`,
    restored: (title: string) => `Restored “${title}”.`,
    deletedForGood: (title: string) => `Deleted “${title}” for good.`,
    conflict: (title: string) => `“${title}” was changed in two places at once. The last change was kept.`,
    conflictWon: (title: string) =>
      `“${title}” was changed elsewhere while you edited it. Your version was kept.`,
    waiting: (n: number) =>
      n === 1 ? "One change is not sent yet." : `${n.toLocaleString("en")} changes are not sent yet.`,
    snoozed: (title: string) => `You will be reminded of “${title}” again.`,
    moved: (from: string, to: string) =>
      `You seem to be in ${placeName(to)}; your times are set for ${placeName(from)}. Shall they move along, so that 9:00 stays 9:00?`,
    moveAlong: "Move them along",
    keepMoments: "Keep them",
    undo: "Undo",
    retry: "Try again",
    dismiss: "Dismiss",
  },

  chat: {
    title: "Chat",
    log: "Conversation",
    label: "Message to Nudge",
    placeholder: "Tell Nudge what to do",
    send: "Send",
    you: "You",
    thinking: "Nudge is thinking",
    greeting: "Hi. Tell me what you need to do and I will keep track of it.",
    suggestions: "Suggestions",
    options: "Possible answers",
    retry: "Try again",
    failed: "Not sent.",
    loading: "Loading the conversation",
    historyFailed: "Earlier messages could not be loaded.",
    more: (n: number) => `and ${n.toLocaleString("en")} more in the list`,
    expand: "Show conversation",
    collapse: "Hide conversation",
    inTrash: "In the trash",
    done: "Completed",
  },

  signIn: {
    title: "Sign in to Nudge",
    explain: "This Nudge is protected by an access token.",
    token: "Access token",
    name: "Your name (optional)",
    nameHint: "Shown in the history beside what you change.",
    submit: "Sign in",
  },

  shortcuts: {
    title: "Keyboard shortcuts",
    close: "Close",
    enabled: "Use single-key shortcuts",
    list: [
      ["/", "Write a message"],
      ["f", "Search tasks"],
      ["↑ ↓", "Move between tasks"],
      ["Space", "Complete or reopen the task"],
      ["Enter", "Edit the task"],
      ["Delete", "Move the task to the trash"],
      ["Esc", "Leave a field, close"],
      ["u", "Undo the last change"],
      ["p", "Pause or resume live updates"],
      ["?", "Show this list"],
    ] as [string, string][],
  },

  errors: {
    unreachable: "Nudge could not be reached. Check the connection and try again.",
    server: "Something went wrong on our side. Please try again.",
    refused: "That was not possible.",
  },
} as const;
