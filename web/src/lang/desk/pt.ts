// What the desk, the page of a seat and "Who wrote this" say, in Portuguese. Same rules as ../pt.ts.
import { counting } from "../plural.ts";
import type { DeskWords } from "./en.ts";

const { count } = counting("pt");

export const pt: DeskWords = {
  needsService: "Isto precisa do serviço, e ele não responde. Nada foi alterado; tente de novo quando ele voltar.",
  nothingChanged: "Nada foi alterado.",
  failed: "Não foi possível ler a página. Nada se perdeu; verifique a conexão e tente de novo.",
  notYours: "Esta página é do Secretariado.",
  save: "Gravar",
  former: "alguém que já ocupou o assento",
  dated: { until: (day) => `até ${day}`, from: (day) => `desde ${day}` },

  desk: {
    title: "A mesa do Secretariado",
    lead: "Quem ocupa cada assento, como está cada capítulo e o que espera uma decisão.",
    parts: "Nesta página",
  },

  seats: {
    title: "Assentos",
    count: (n) => count(n, { one: "# assento", many: "# de assentos", other: "# assentos" }),
    filter: "Procurar um assento ou uma pessoa",
    noneFound: "Nenhum assento e nenhuma pessoa tem esse nome.",
    add: "Adicionar um assento",
    name: "Nome do assento",
    nameMissing: "Escreva primeiro um nome.",
    kind: "Categoria",
    kinds: {
      state: "Estado",
      organisation: "Organização",
      secretariat: "Secretariado",
      steering: "Grupo de direção",
      observer: "Observação",
    },
    right: "Direito",
    rights: { read: "lê", comment: "comenta", suggest: "propõe", edit: "escreve", keep: "administra" },
    vacant: "vago",
    seen: (day) => `última visita: ${day}`,
    neverSeen: "ainda sem visitas",
  },

  people: {
    title: "Pessoas",
    none: "Ninguém ocupa este assento agora.",
    roles: { "focal-point": "ponto focal", deputy: "adjunto", colleague: "colega" },
    admin: "administração do assento",
    adminMore: "Pode convidar colegas para este assento e encerrar o acesso de colegas.",
    invite: "Convidar colegas",
    inviteTo: (seat) => `Convidar alguém para o assento de ${seat}`,
    name: "Nome",
    nameMissing: "Escreva primeiro o nome da pessoa.",
    email: "E-mail (opcional)",
    emailMore: "Conservado sob selo, como o nome.",
    role: "Função",
    until: "Até (se o dia for conhecido)",
    make: "Criar o convite",
    invited: "convite aberto",
    again: "Novo convite",
    againOf: (name) => `Novo convite para ${name}`,
    end: "Encerrar o acesso",
    endOf: (name) => `Encerrar o acesso de ${name}`,
    endTitle: (name) => `Encerrar o acesso de ${name}?`,
    endMore:
      "Todas as suas sessões são encerradas em dois segundos, e o convite termina. O que escreveu fica como está e pertence ao assento.",
    endKeep: "Manter o acesso",
    erase: "Apagar o nome",
    eraseOf: (name) => `Apagar o nome ${name}`,
    eraseTitle: (name) => `Apagar para sempre o nome ${name}?`,
    eraseMore:
      "O nome e o endereço são apagados em todo o serviço. O que foi escrito fica e pertence ao assento. Isto não pode ser desfeito.",
    eraseKeep: "Manter o nome",
    before: "Ocuparam-no antes",
  },

  invitation: {
    title: (name) => `O convite para ${name}`,
    lead: (day) =>
      `Serve uma só vez, até ${day}. O link e o código devem viajar por dois caminhos diferentes; o link sozinho não abre nada.`,
    linkStep: "Envie o link, por exemplo por e-mail.",
    copy: "Copiar o link",
    copied: "O link está copiado.",
    notCopied: "Não foi possível copiar o link. Selecione-o e copie-o à mão.",
    codeStep:
      "Comunique o código por outro caminho: por telefone, numa mensagem ou em pessoa. Nunca no mesmo e-mail que o link.",
    show: "Mostrar o código",
    once: "O código só é mostrado agora. Caso se perca, crie um novo convite; o anterior termina então.",
    waiting: "Convites em espera",
    waitingMore:
      "Cada um serve uma só vez. O link e o código só são mostrados na criação; se um deles se perdeu, crie um novo.",
    waitingNone: "Nenhum convite está em espera.",
  },

  handover: {
    start: "Transmitir este assento",
    title: (seat) => `Transmitir o assento de ${seat}`,
    leaving: "Quem sai",
    leavingNone: "Escolha quem sai.",
    coming: "Quem chega",
    happens: "O que acontece",
    signedOut:
      "As sessões de quem sai são encerradas em dois segundos, e os seus dispositivos já não podem abrir o manual.",
    stays: "Rascunhos e propostas ficam no assento, para quem chega.",
    unsent:
      "As alterações ainda não enviadas não se perdem: o dispositivo as entrega, e elas se tornam uma proposta do assento.",
    past: "Tudo o que foi escrito até agora fica exatamente como está.",
    now: "Transmitir agora",
  },

  holdings: {
    title: "O que o seu assento contém",
    lead: "Para quem chega a este assento: o que foi escrito a partir daqui e o que espera.",
    chapters: "Capítulos em que escreveu",
    proposals: "Propostas abertas",
    drafts: "Rascunhos privados",
    editions: "Edições congeladas desde então",
    nothing: "Nada por enquanto.",
  },

  seat: {
    title: "O seu assento",
    lead: (seat) => `O assento de ${seat} e as pessoas que o ocupam. Ele permanece quando elas saem.`,
    ask: "A administração do assento ou o Secretariado convida colegas para este assento.",
  },

  chapters: {
    title: "Capítulos",
    lead: "Se é possível escrever num capítulo, o que se diz de quem o escreveu e quais assentos têm nele um direito próprio.",
    state: "Estado do capítulo",
    states: { open: "aberto", locked: "bloqueado", closed: "encerrado" },
    stateMore: {
      open: "Cada assento escreve conforme o seu direito.",
      locked: "Ninguém escreve nele até que seja desbloqueado. O que for escrito entretanto se torna uma proposta.",
      closed: "Somente para leitura. Não aceita propostas.",
    },
    mode: "Quem escreveu o quê",
    modes: { named: "com nome", seat: "por assento", unattributed: "sem atribuição" },
    modeMore: {
      named: "Os membros veem que pessoa escreveu o quê, e de que assento.",
      seat: "Os membros veem que assento escreveu o quê, e nenhuma pessoa.",
      unattributed:
        "A ninguém se diz quem escreve nem quem está presente: nem a pessoa nem o assento (regra de Chatham House). Não aceita propostas.",
    },
    auditKey: "Chave de auditoria (opcional)",
    auditKeyMore:
      "Com a metade pública de uma chave, quem tiver a outra metade pode saber depois quem escreveu. Sem ela ninguém jamais poderá.",
    audited: "Há uma chave de auditoria: quem tiver a outra metade pode saber quem escreveu.",
    modePast: "O que foi escrito antes fica como estava: um novo modo não o esconde nem o revela.",
    change: "Alterar",
    changeOf: (title) => `Alterar: ${title}`,
    exceptions: "Direitos de alguns assentos",
    exceptionsMore: "Um assento que não está nesta lista tem o seu direito no manual.",
    hidden: "não o vê",
    addException: "Adicionar",
    remove: "Retirar",
    removeException: (seat) => `Retirar a linha de ${seat}`,
    seat: "Assento",
    saved: (title) => `“${title}” foi alterado.`,
  },

  proposals: {
    title: "Propostas em espera",
    lead: "Alterações que não puderam entrar e rascunhos que assentos ofereceram.",
    none: "Nenhuma proposta está em espera.",
    count: (n) =>
      count(n, {
        one: "# proposta em espera",
        many: "# de propostas em espera",
        other: "# propostas em espera",
      }),
  },

  sessions: {
    someDevice: "um dispositivo que não disse qual é",
    on: (browser, system = "") => `${browser} em ${system}`,
    otherBrowser: "outro navegador",
    otherSystem: "outro sistema",
    title: "Sessões",
    none: "Não há nenhuma sessão iniciada.",
    began: (when) => `desde ${when}`,
    current: "esta",
    end: "Encerrar",
    endOf: (device) => `Encerrar a sessão em ${device}`,
    ended: "A sessão está encerrada.",
  },

  roster: {
    title: "Lista de assentos",
    lead: "Todos os assentos e as pessoas que os ocupam numa só lista (CSV), para uma folha de cálculo.",
    download: "Descarregar a lista",
    import: "Importar uma lista",
    file: "Escolher um documento",
    paste: "Ou cole aqui as suas linhas",
    columns: "A primeira linha nomeia as colunas, como na lista que pode descarregar.",
    check: "Verificar",
    empty: "Escolha primeiro um documento ou cole algumas linhas.",
    good: (n) =>
      count(n, {
        one: "# linha está em ordem.",
        many: "# de linhas estão em ordem.",
        other: "# linhas estão em ordem.",
      }),
    bad: (n) =>
      `${count(n, { one: "# linha tem um erro", many: "# de linhas têm erros", other: "# linhas têm erros" })}. Nada é importado até que todas estejam em ordem.`,
    line: "Linha",
    problem: "O que está errado",
    ok: "em ordem",
    now: "Importar agora",
    imported: (n) => `A lista está importada: ${count(n, { one: "# linha", many: "# de linhas", other: "# linhas" })}.`,
    again: "Alterar as linhas",
  },

  audit: {
    title: "Registro",
    lead: "O que foi feito, em ordem, e por que assento. Cada linha traz a impressão digital da anterior, de modo que nenhuma pode ser alterada ou retirada sem que se note.",
    earlier: "Anteriores",
    download: "Descarregar tudo",
    empty: "Nada por enquanto.",
    service: "o serviço",
    list: "Últimos atos",
  },

  acts: {
    "folder-began": "A pasta de dados foi criada",
    "seat-added": "Um assento foi adicionado",
    "seat-right": "O direito de um assento foi decidido",
    "writer-named": "Uma sessão recebeu o seu número no diário",
    "invitation-made": "Um convite foi criado",
    "wrong-code-typed": "Um código errado foi digitado",
    "invitation-used": "Um convite foi usado",
    "token-made": "Uma ficha para um programa foi criada",
    "signed-in": "Uma sessão foi iniciada",
    "session-ended": "Uma sessão terminou",
    appears: "Alguém escolheu como aparecer",
    "manual-made": "Um manual foi criado",
    "chapter-made": "Um capítulo foi criado",
    "template-made": "Um modelo foi criado",
    "chapter-made-from": "Um capítulo foi criado a partir de um modelo",
    "chapter-deleted": "Um capítulo foi eliminado",
    "chapter-restored": "Um capítulo foi restaurado",
    "freeze-began": "Uma edição começou a ser congelada",
    "edition-published": "Uma edição foi congelada",
    "freeze-dropped": "Um congelamento foi abandonado",
  },

  pause: {
    title: "Suspender toda a escrita",
    lead: "Para uma hora difícil: em dois segundos ninguém pode escrever nem alterar nada, tudo pode ser lido, e o que for escrito entretanto fica nos dispositivos e é enviado depois.",
    start: "Suspender toda a escrita",
    sure: "Suspender toda a escrita agora?",
    sureMore:
      "Todas as pessoas com sessão iniciada o veem de imediato, em todas as páginas. A suspensão é levantada nesta página, ou com o comando “chancery resume”.",
    now: "Suspender agora",
    not: "Não suspender",
    on: "A escrita está suspensa.",
    lift: "Levantar a suspensão",
    lifted: "A suspensão foi levantada. O que esperava nos dispositivos está a caminho.",
    bar: "A escrita foi suspensa pelo Secretariado. O que escrever fica neste dispositivo e é enviado depois.",
    barLift: "Levantar a suspensão na mesa",
  },

  authors: {
    title: "Quem escreveu isto",
    lead: "Cada parágrafo, com os assentos que o escreveram.",
    unattributed:
      "Este capítulo é sem atribuição: a ninguém se diz quem escreveu o quê, nem a pessoa nem o assento. Assim se decidiu para que aqui se fale livremente.",
    without: "sem atribuição",
    removed: "Eliminado aqui",
    removedBy: (units, who = "", when = "") =>
      `${who}, ${count(units, { one: "# caractere", many: "# de caracteres", other: "# caracteres" })}, ${when}`,
    beside: (who) => `Em notas, tabelas, imagens e caixas: ${who}.`,
    nothing: "Ainda não há nada escrito aqui.",
  },

  standing: {
    locked: "Bloqueado pelo Secretariado: ninguém escreve neste capítulo até que seja desbloqueado.",
    closed: "Encerrado pelo Secretariado: este capítulo é somente para leitura.",
    unattributed: "Sem atribuição: a ninguém se diz quem escreve aqui nem quem está presente.",
  },
};
