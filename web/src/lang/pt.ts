// The Portuguese catalogue. The same shape as English, which the compiler checks. One text for Brazil and Portugal: words
// that are written alike in both and understood in both ("gravado", not "salvo" or "guardado"), and no gender for the
// reader.
import type { Code } from "../code.ts";
import type { Words } from "./en.ts";
import { finding } from "./finding/pt.ts";
import { counting } from "./plural.ts";
import { structure } from "./structure/pt.ts";
import { writing } from "./writing/pt.ts";

const { count, agree } = counting("pt");

const changes = (n: number): string => count(n, { one: "# alteração", many: "# de alterações", other: "# alterações" });

const refusals: Record<Code, string> = {
  malformed: "O serviço não conseguiu ler o que esta página enviou.",
  "too-large": "O capítulo ficou longo demais para ser gravado. Passe uma parte dele para outro capítulo.",
  "forbidden-content": "O serviço não aceita este tipo de conteúdo num capítulo.",
  "delete-ahead": "O serviço não conseguiu ler o que esta página enviou.",
  foreign:
    "As alterações feitas em nome de outro assento, ou antes de se decidir de novo quem é nomeado aqui, não podem ser enviadas a partir desta página.",
  gap: "Falta algo entre esta página e o serviço.",
  locked: "Este capítulo está bloqueado: pode ser lido, e ninguém o altera até ser desbloqueado.",
  closed: "Este capítulo está encerrado: pode ser lido, mas já não alterado.",
  paused:
    "O Secretariado suspendeu o serviço: tudo pode ser lido. O seu texto fica aqui e segue por si mesmo quando o serviço for retomado.",
  "read-only": "O seu assento pode ler este capítulo, mas já não pode escrever nele.",
  damaged:
    "Este capítulo está danificado no serviço e aparece no seu último estado. O Secretariado pode restaurá-lo; os outros capítulos funcionam.",
  "signed-out": "A sua sessão está encerrada.",
  "not-allowed": "O seu assento não está autorizado a abrir este capítulo. Consulte o Secretariado se deveria estar.",
  "not-found": "Este capítulo não existe, ou não está aberto ao seu assento. O Secretariado pode informar mais.",
  "foreign-origin": "Esta página foi aberta a partir de um endereço que o serviço não conhece.",
  "invitation-refused":
    "O link ou o código está errado, já foi usado ou expirou. Verifique o código e tente de novo, ou peça um novo convite ao Secretariado.",
  "sign-in-refused": "Não foi possível iniciar a sessão. Tente de novo, ou peça um novo convite ao Secretariado.",
  "touch-needed": "Isto tem de ser confirmado antes com a sua chave de acesso.",
  "too-many": "Tentativas demais em pouco tempo. Espere um minuto e tente de novo.",
  "too-many-pages":
    "Há páginas demais deste manual abertas neste navegador. Feche algumas; esta continuará por si mesma.",
  invalid: "O serviço não conseguiu ler o que esta página enviou.",
  "wrong-method": "O serviço não conseguiu ler o que esta página enviou.",
  conflict: "Outra pessoa alterou isto ao mesmo tempo. Carregue a página de novo para ver como está agora.",
  "not-freezable": "O manual não pode ser congelado tal como está.",
  "members-only":
    "Algo no manual é só para membros. Congele a edição para os membros ou faça antes com que se possa publicar.",
  "not-ready": "O manual não está pronto para uma edição final.",
  "no-press": "Agora não é possível produzir um PDF.",
  "not-persisted": "O serviço não consegue gravar neste momento. Esta página conserva o seu texto e tenta de novo.",
  "too-slow": "A conexão estava lenta demais. Esta página recupera o atraso por si mesma.",
  stopping: "O serviço está sendo reiniciado. Esta página voltará por si mesma.",
  unattributed: "Neste capítulo ninguém é nomeado, e isto nomearia alguém.",
  "mode-changed": "Decidiu-se de novo quem é nomeado neste capítulo. Esta página voltará por si mesma.",
  internal: "Algo falhou no serviço. Esta página tenta de novo.",
};

export const pt: Words = {
  code: "pt",
  name: "Português",
  direction: "ltr",

  product: "Chancery",
  language: "Idioma",
  loading: "Abrindo…",
  tryAgain: "Tentar de novo",
  backToManuals: "Todos os capítulos",
  signOut: "Encerrar sessão",
  signedInAs: (seat) => `Sessão iniciada como ${seat}`,
  skipToText: "Ir para o texto",

  bar: { desk: "Mesa", seat: "O seu assento", access: "O seu acesso" },

  signIn: {
    title: "Iniciar sessão",
    without: "Abra o link do seu convite para iniciar sessão.",
    withoutMore:
      "O Secretariado envia um link e, separadamente, um código. O link serve uma única vez; peça um novo se o seu já foi usado.",
  },

  manual: {
    title: "Capítulos",
    chapterCount: (n) => count(n, { one: "# capítulo", many: "# de capítulos", other: "# capítulos" }),
    empty: "Ainda não há capítulos. O Secretariado acrescenta o primeiro.",
    noManuals: "Ainda não há nenhum manual. O Secretariado cria o primeiro.",
    untitled: "Capítulo sem título",
    failed: "Não foi possível carregar os capítulos. Nada se perdeu; verifique a conexão e tente de novo.",
  },

  outline: {
    manuals: "Manuais",
    noManual: "Não há nenhum manual neste endereço, ou ele não está aberto ao seu assento.",
    editions: "Edições",
    changed: (when) => `alterado ${when}`,
    news: (when) => `alterado ${when}, depois da sua última visita`,
    justNow: "agora mesmo",
    noWords: "ainda sem palavras",
    drag: "Arrastar para mover",
    change: "Alterar",
    rename: "Mudar o título",
    moves: {
      up: "Mover para cima",
      down: "Mover para baixo",
      under: "Colocar sob o capítulo anterior",
      out: "Subir um nível",
    },
    addUnder: "Novo capítulo sob este",
    delete: "Eliminar",
    titleOf: (title) => `Título de “${title}”`,
    importFile: "Importar um documento do Word ou Markdown",
    newChapter: "Novo capítulo",
    titleOfNew: "Título do novo capítulo",
    titleOfNewUnder: (title) => `Título do novo capítulo sob “${title}”`,
    titleFirst: "Escreva primeiro um título. Ele pode ser alterado mais tarde.",
    create: "Criar",
    cancel: "Cancelar",
    deleteTitle: (title) => `Eliminar “${title}”?`,
    deleteMore:
      "Ele fecha para todos; os capítulos que estão sob ele permanecem, e é possível restaurá-lo a qualquer momento.",
    keepIt: "Manter",
    deletedTitle: (n) =>
      count(n, { one: "# capítulo eliminado", many: "# de capítulos eliminados", other: "# capítulos eliminados" }),
    restore: "Restaurar",
    needsService:
      "Isto precisa do serviço, e ele não responde. Nada foi alterado; entretanto, é possível mudar títulos e mover capítulos.",
    moved: (title, number = "1", above = "") =>
      above === ""
        ? `“${title}” é agora o capítulo ${number}.`
        : `“${title}” é agora o capítulo ${number}, sob “${above}”.`,
    cannot: {
      up: "Já é o primeiro aqui.",
      down: "Já é o último aqui.",
      under: "Não há capítulo anterior sob o qual o colocar.",
      out: "Já está no primeiro nível.",
    },
    cannotThere: "Não pode ser movido para esse lugar.",
    renamed: (title) => `O capítulo tem o título “${title}”.`,
    blank: "Um capítulo precisa de um título. Ele mantém o que tinha.",
    created: (title) => `O capítulo “${title}” foi criado.`,
    deleted: (title) => `O capítulo “${title}” foi eliminado. Está no fim da página, onde pode ser restaurado.`,
    restored: (title) => `O capítulo “${title}” foi restaurado.`,
    keep: "Conservar este manual neste dispositivo",
    keepHint: "Todos os seus capítulos abrem então sem conexão.",
    keepMemory: "Nada é conservado neste dispositivo: não é seu, ou não tem espaço.",
    kept: (done, of = done) => `Capítulos que estão neste dispositivo: ${String(done)} de ${String(of)}.`,
  },

  templates: {
    title: "Modelos",
    hint: "Aquilo com que um novo capítulo pode começar. Só o Secretariado os vê.",
    none: "Ainda não há modelos. Com um modelo, os capítulos de um mesmo tipo começam com os mesmos títulos.",
    untitled: "Modelo sem título",
    newTemplate: "Novo modelo",
    titleOfNew: "Título do novo modelo",
    beginWith: "Aquilo com que o capítulo começa",
    empty: "Uma página vazia",
    created: (title) => `O modelo “${title}” foi criado. Abra-o para escrever os títulos.`,
    renamed: (title) => `O modelo chama-se “${title}”.`,
    blank: "Um modelo precisa de um título. Fica com o que tinha.",
    deleteTitle: (title) => `Eliminar o modelo “${title}”?`,
    deleteMore:
      "Os capítulos feitos com ele conservam o texto, e nada mais lhes é pedido. Pode restaurá-lo a qualquer momento.",
    deleted: (title) => `O modelo “${title}” foi eliminado. Está no fim da página e pode ser restaurado.`,
    deletedTitle: (n) =>
      count(n, { one: "# modelo eliminado", many: "# de modelos eliminados", other: "# modelos eliminados" }),
    restored: (title) => `O modelo “${title}” foi restaurado.`,
    missing: (n) =>
      `${agree(n, "falta", "faltam")} ${count(n, { one: "# parte", many: "# de partes", other: "# partes" })}`,
    isTemplate:
      "Isto é um modelo. Cada título 2 ou 3 passa a ser uma parte que todo capítulo feito com ele deve ter. Todo o outro texto é mostrado ali como indicação a quem escreve e nunca entra no capítulo. As tabelas, as imagens e as caixas são copiadas.",
    start: "Comece com um título: será a primeira parte. Só o Secretariado vê esta página.",
    parts: "Partes deste capítulo",
    written: (n, of = n) =>
      n < of || of === 0
        ? `${String(n)} de ${count(of, { one: "# parte", many: "# de partes", other: "# partes" })} com texto`
        : agree(
            of,
            "Tudo está escrito",
            `As ${count(of, { one: "# parte", many: "# de partes", other: "# partes" })} estão escritas`,
          ),
    needed: "Ainda falta:",
    putBack: (title) => `Repor “${title}”`,
    fixed: "Este título vem do modelo e fica como está. Escreva por baixo.",
  },

  chapter: {
    textOf: (title) => `Texto de “${title}”`,
    empty: "Comece a escrever. Todos os assentos veem o seu texto à medida que escreve; nada é público.",
    here: "Neste capítulo",
    you: (name) => `${name} (o seu assento)`,
    joined: (names) => `Entrada no capítulo: ${names}`,
    words: (n) => count(n, { one: "# palavra", many: "# de palavras", other: "# palavras" }),
    unknown: "Um elemento que esta versão não consegue mostrar",
    pageFailed:
      "Não foi possível carregar esta página. Nada se perdeu; verifique a conexão e carregue a página de novo.",
    nowhere: "Não há nada neste endereço. O link pode ser antigo.",
  },

  toolbar: {
    label: "Formatação",
    kind: "Tipo de parágrafo",
    kinds: { p: "Texto", h2: "Título 2", h3: "Título 3", h4: "Título 4", quote: "Citação", def: "Definição" },
    mixed: "Misto",
    caption: "Legenda",
    strong: "Negrito",
    em: "Itálico",
    bullet: "Marcadores",
    number: "Numeração",
    deeper: "Mais recuo",
    shallower: "Menos recuo",
    link: "Link",
    undo: "Desfazer",
    redo: "Refazer",
    sub: "Subscrito",
    sup: "Sobrescrito",
    more: "Mais",
    keys: "Teclas",
  },

  link: {
    title: "Link",
    address: "Endereço",
    hint: "Um endereço que comece por https:// ou http://, ou um endereço de e-mail.",
    apply: "Inserir link",
    remove: "Remover link",
    cancel: "Cancelar",
    wrong: "O manual não pode remeter para este endereço. Comece-o por https:// ou indique um endereço de e-mail.",
  },

  keys: {
    title: "Teclas",
    close: "Fechar",
    text: "Texto",
    heading: "Título 2, 3, 4",
    lists: "Numeração, marcadores",
    level: "Nível da lista",
    all: "Esta lista",
  },

  status: {
    label: "Estado",
    word: {
      opening: "Abrindo…",
      unreachable: "Ainda sem conexão",
      saved: "Gravado",
      saving: "Gravando…",
      reading: "Leitura",
      connecting: "Conectando…",
      offline: "Sem conexão",
      "cannot-keep": "Não conservado neste dispositivo",
      "signed-out": "Sessão encerrada",
      "other-seat": "Outro assento iniciou sessão",
      outdated: "Carregue a página de novo",
      refused: "Não enviado",
    },
    waits: (n) => `${changes(n)} em espera`,
    savedHint: "Tudo o que escreveu está no disco do serviço.",
    savedAt: (time) => `Gravado. Hora: ${time}. Tudo o que escreveu está no disco do serviço.`,
    opening: "Abrindo…",
    unreachable:
      "Ainda sem conexão. Este capítulo nunca foi aberto neste dispositivo; abrirá assim que o serviço responder.",
    reading: "Leitura. O seu assento pode ler este capítulo, mas não escrever nele.",
    paused: "Em pausa",
    readingDamaged: `Somente leitura. ${refusals.damaged}`,
    keptHere: (n) => `${changes(n)} ${agree(n, "está conservada", "estão conservadas")} neste dispositivo.`,
    onPage: (n) => `${changes(n)} ${agree(n, "está", "estão")} apenas nesta página: mantenha-a aberta.`,
    notKept: (n) =>
      `${changes(n)} ainda não ${agree(n, "está conservada", "estão conservadas")}: mantenha esta página aberta.`,
    offline: {
      head: "Sem conexão.",
      some: "Pode continuar a escrever. Tudo será enviado quando a conexão voltar.",
      none: "Pode continuar a escrever: as suas alterações são conservadas neste dispositivo e enviadas quando a conexão voltar.",
      noneOnPage:
        "Pode continuar a escrever, mas mantenha esta página aberta: nada é conservado neste dispositivo, como pediu.",
      reader: "Pode continuar a ler o que este dispositivo contém.",
    },
    cannotKeep: {
      full: "Este dispositivo já não tem espaço para conservar as suas alterações.",
      private: "Este navegador não nos permite conservar as suas alterações no dispositivo.",
      blocked: "Outra aba impede esta página de conservar as suas alterações. Feche as outras abas deste manual.",
      damaged:
        "O que este dispositivo conservava está danificado, por isso ele não consegue conservar as suas alterações.",
      gone: "O que este dispositivo conservava foi apagado. Ele não conservará mais nada até que carregue a página de novo.",
      onlyPage: (n) => `${changes(n)} ${agree(n, "está", "estão")} apenas nesta página.`,
      upNone: "Enquanto houver conexão, tudo é gravado à medida que escreve.",
      upSome: "Mantenha esta página aberta durante o envio.",
      downNone: "Espere que a conexão volte antes de continuar a escrever, ou grave uma cópia do que escrever.",
      downSome: "Não feche esta página. Grave uma cópia agora; o resto será enviado quando a conexão voltar.",
    },
    signedOut: {
      head: "A sua sessão está encerrada.",
      none: "Tudo o que escreveu está gravado. Abra o link de um convite para iniciar sessão de novo.",
      some: "Inicie sessão de novo no mesmo assento, e tudo será enviado.",
    },
    otherSeat: {
      head: (name) => `A sessão neste dispositivo é agora a de ${name}.`,
      none: (name) => `Tudo o que escreveu está gravado. Carregue a página de novo para continuar como ${name}.`,
      some: (name) =>
        `Nada do que escreveu é enviado em nome de ${name}. Será enviado quando o seu assento iniciar sessão aqui de novo.`,
    },
    outdated: {
      head: "O serviço foi renovado ou reposto; esta página é de antes.",
      none: "Carregue-a de novo quando lhe convier: o que este dispositivo guarda e falta ao serviço é então recuperado.",
      some: "Nada é enviado até que carregue a página de novo. Faça-o quando lhe convier.",
    },
    refused: {
      head: (code) => refusals[code],
      some: "Não foi possível fazer o envio. Tente de novo, ou grave uma cópia.",
    },
    shelved: {
      head: (n) => `${changes(n)} da sua parte não ${agree(n, "pôde ser incorporada", "puderam ser incorporadas")}.`,
      rest: (code) => `${refusals[code]} O seu texto está conservado na prateleira deste dispositivo.`,
    },
    showShelf: "Mostrar o meu texto",
    saveText: "Gravar o meu texto",
    saveEdits: "Gravar as minhas alterações",
    copy: "Copiar o meu texto",
    copied: "Copiado. Cole-o num documento para o conservar.",
    copyFailed: "Não foi possível copiar. Selecione o texto e copie-o diretamente.",
    more: "Mais",
    less: "Menos",
    close: "Fechar",
    reload: "Carregar de novo",
    update: "Há uma nova versão pronta. Carregue a página de novo quando lhe convier.",
  },

  leaving: {
    title: "Encerrar sessão",
    sending: "Enviando as suas últimas alterações…",
    progress: (n) => `${changes(n)} ainda em espera.`,
    stuck: (n) => `${changes(n)} não ${agree(n, "pôde ser enviada", "puderam ser enviadas")}`,
    stuckMore:
      "O serviço não as recebeu a tempo. Mantenha a sessão aberta e elas serão enviadas quando a conexão voltar, ou grave uma cópia antes de encerrar a sessão.",
    shelf: (n) =>
      `O conteúdo da sua prateleira será eliminado deste dispositivo: ${count(n, { one: "# item", many: "# de itens", other: "# itens" })}.`,
    shelfTitle: "A sua prateleira não está vazia",
    save: "Gravar uma cópia",
    stay: "Manter a sessão aberta",
    lose: (n) => `Encerrar sessão e perder ${changes(n)}`,
    loseShelf: "Encerrar sessão e perder o conteúdo da prateleira",
    failed: "O serviço não respondeu, por isso a sua sessão continua aberta. Tente de novo quando a conexão voltar.",
    notWiped:
      "A sua sessão está encerrada, mas este dispositivo não conseguiu eliminar o que conservava. Feche todas as abas deste manual e apague o que o navegador armazena para este endereço.",
  },

  kept: {
    title: "Conservado neste dispositivo",
    lead: (seat) => `Para ${seat}, apenas neste dispositivo.`,
    memory: "Nada é conservado neste dispositivo, como pediu ao iniciar sessão.",
    nobody:
      "Não há nenhuma sessão aberta neste dispositivo. Inicie sessão para ver o que ele conserva para o seu assento.",
    failed:
      "Não foi possível ler o que este dispositivo conserva. Feche as outras abas deste manual e carregue a página de novo.",
    waiting: "À espera de envio",
    waitingNone: "Nada está em espera. Tudo o que escreveu está gravado.",
    waitingMore: "Abra o capítulo com conexão, e as suas alterações serão enviadas.",
    changes,
    shelf: "Prateleira",
    shelfMore:
      "Trechos do seu texto que não puderam ser incorporados a um capítulo. Permanecem aqui até que os remova.",
    shelfNone: "A prateleira está vazia.",
    onDate: (date) => `Conservado desde ${date}`,
    words: "O seu texto",
    noWords: "Não há texto para mostrar: estas alterações diziam respeito à formatação ou a texto eliminado.",
    copy: "Copiar",
    copied: "Copiado",
    saveText: "Gravar como texto",
    saveEdits: "Gravar as alterações",
    remove: "Remover",
    removeSure: "Remover este texto deste dispositivo? Não é possível desfazer.",
    removeYes: "Remover",
    removeNo: "Manter",
    manuals: "Manuais para usar sem conexão",
    manualsMore: "Todos os capítulos de um manual conservado aqui abrem sem conexão.",
    manualsNone: "Nenhum manual está conservado por inteiro. Os capítulos que abriu estão aqui de qualquer modo.",
    stopKeeping: "Deixar de o conservar",
    signOut: "Ao encerrar a sessão",
    signOutMore:
      "Quando encerra a sessão, tudo o que consta aqui é eliminado deste dispositivo. Se algo não foi enviado, há primeiro uma pergunta.",
    outline: "Títulos e ordem dos capítulos",
  },

  proposals: { title: "Propostas", draft: "Escrever num rascunho privado" },

  appear: {
    title: "Como as outras pessoas veem você",
    isOn: "As outras pessoas veem um membro",
    as: "Aparecer como membro da rede",
    named: "As outras pessoas veem o nome do seu assento: na lista de quem está aqui e junto ao seu cursor.",
    hidden:
      "As outras pessoas veem que um membro da rede está aqui e onde escreve, em tom cinza. Não veem de que assento se trata.",
    still:
      "O que você escreve não mostra o nome de ninguém, como sempre. O registro do serviço continua a indicar que assento o escreveu, e quem viu o seu nome antes pode adivinhar.",
    holds: "Vale em todos os capítulos neste dispositivo, até que seja desativado ou que a sessão seja encerrada.",
    unknown: "O serviço não responde agora. Isto poderá ser visto e alterado quando a conexão voltar.",
    failed: "Nada foi alterado: o serviço não respondeu. Verifique a conexão e tente de novo.",
    member: (n) => (n === 1 ? "Um membro" : `Membro ${n.toLocaleString("pt")}`),
  },

  writing,

  structure,

  finding,

  problem: {
    ...refusals,
    unreachable: "O serviço não respondeu. Verifique a conexão e tente de novo.",
  },
};
