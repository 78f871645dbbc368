// What the screens say in Portuguese about passkeys and about one's own access.
import type { DoorWords } from "./index.ts";

export const door: DoorWords = {
  passkey: {
    signIn: "Iniciar sessão com uma chave de acesso",
    signInMore: "O seu dispositivo pede a impressão digital, o rosto ou o PIN. Não há nada para escrever.",
    asking: "O seu dispositivo está perguntando…",
    stopped: "O seu dispositivo não confirmou. Nada mudou; tente de novo, ou use um convite.",
    refused:
      "Esta chave de acesso já não abre nenhum assento aqui. Peça um novo convite ao Secretariado, ou a quem administra o seu assento.",
    unreachable: "O serviço não respondeu. Verifique a conexão e tente de novo.",
    orTitle: "Com um convite",
    orMore: "Abra o link do seu convite e escreva o código enviado separadamente.",
    haveTitle: "Já tem uma chave de acesso?",
    none: "Neste navegador e neste endereço não é possível usar chaves de acesso. Use um convite.",
  },
  provider: {
    title: "Com uma conta externa",
    signIn: (name) => `Iniciar sessão com ${name}`,
    signInMore: "A sessão é iniciada lá, e depois há o regresso. A primeira vez precisa de um convite em seu nome.",
    going: "A caminho de lá…",
    link: (name) => `Continuar com ${name}`,
    linkMore: (name) =>
      `Escreva primeiro o seu código. A sessão é iniciada lá, e depois há o regresso; a partir daí ${name} permite entrar sem código.`,
    away: (name) =>
      `${name} não responde neste momento. Nada mudou; tente de novo daqui a pouco, ou entre de outra maneira.`,
    forNobody:
      "Este convite é para o assento e não para a sua pessoa. Inicie sessão só com o código, ou peça um convite em seu nome.",
    finishing: "A sua sessão está sendo iniciada…",
    finishingMore: "A sua conta externa está sendo verificada. Demora um momento.",
    notIn: "A sua sessão não foi iniciada",
    cancelled: "A sessão não foi iniciada lá. Nada mudou, e um convite que tenha ainda pode ser usado.",
    refused:
      "Esta conta não permite a entrada de ninguém aqui, ou o pedido era antigo demais ou começou em outro navegador. Nada mudou. Comece de novo; se não resolver, peça um novo convite em seu nome.",
    again: "Iniciar sessão de novo",
    account: "Conta externa",
    accountMore:
      "Esta conta permite entrar sem link nem código. Quem a administra vê que uma sessão é iniciada aqui, e nada do que se faz. Com um novo convite pode ligar outra.",
    linked: (name) => `Entra com ${name}`,
    since: (when) => `Desde ${when}`,
    rests: "Neste momento não permite a entrada de ninguém, porque o serviço está configurado sem ela.",
    removeOf: (name) => `Remover a ligação com ${name}`,
    removeTitle: (name) => `Não entrar mais com ${name}?`,
    removeMore: "As suas chaves de acesso continuam a permitir a entrada. Só um novo convite volta a ligar a conta.",
    removeLast:
      "Não tem nenhuma chave de acesso. Sem esta conta, só um novo convite permite entrar de novo. As sessões abertas continuam abertas.",
    removed: (name) => `${name} já não permite a sua entrada.`,
  },
  code: {
    lead: "Escreva o código que acompanha o seu convite. Ele foi enviado separadamente do link.",
    label: "Código",
    hint: "Dez letras e algarismos, por exemplo 7K3PM-\u2060X2QWB. As maiúsculas e o hífen não importam.",
    start: "Começar",
    working: "Iniciando sessão…",
    empty: "Escreva primeiro o código. Ele tem dez letras e algarismos.",
    length: (n) => `O código tem dez letras e algarismos; este tem ${String(n)}.`,
    wrong: (tries) =>
      tries > 1
        ? "Também não funcionou desta vez. Depois de cinco tentativas erradas, um convite expira. Peça um novo ao Secretariado se tiver dúvidas sobre o código."
        : "Não funcionou. O código pode conter um erro, ou o convite já foi usado ou expirou. Verifique o código e tente de novo, ou peça um novo convite ao Secretariado.",
    unreachable: "O serviço não respondeu. O seu convite continua válido: verifique a conexão e tente de novo.",
    errorTitle: "Há um problema",
    once: "O link e o código servem uma única vez, juntos, neste dispositivo.",
  },
  ownDevice: {
    legend: "Este dispositivo é seu?",
    yes: "Sim, ninguém mais o usa",
    yesMore:
      "Os seus capítulos e as alterações não enviadas são conservados nele, para que possa escrever sem conexão.",
    no: "Não, outras pessoas também o usam",
    noMore: "Nada é conservado nele, e a sua sessão é encerrada quando o navegador é fechado.",
  },
  touch: {
    title: "Confirme com a sua chave de acesso",
    lead: "O que vai fazer é importante para outras pessoas. O seu dispositivo pede a impressão digital, o rosto ou o PIN, e fica feito. A pergunta não se repete durante dez minutos.",
    confirm: "Confirmar",
    stopped: "O seu dispositivo não o confirmou. Nada mudou; tente de novo ou cancele.",
    refused: "Isto não o confirmou. Nada mudou; tente de novo com uma chave de acesso sua.",
    lost: "Não tem a sua chave de acesso à mão? Termine a sessão e entre de novo com um novo convite: isso também o confirma.",
  },
  offer: {
    title: "Entrar sem código da próxima vez",
    lead: (seat) =>
      `A sua sessão foi iniciada para: ${seat}. Com uma chave de acesso neste dispositivo, a entrada é feita com a impressão digital, o rosto ou o PIN do dispositivo. Não há senha que possa ser roubada.`,
    make: "Criar uma chave de acesso",
    later: "Agora não",
    laterMore: "Pode criar uma a qualquer momento em “O seu acesso”.",
  },
  access: {
    title: "O seu acesso",
    lead: (seat) => `Como se entra para ${seat}, e onde as suas sessões estão abertas agora.`,
    nobody: "Nenhuma sessão está aberta aqui. Abra o link do seu convite, ou entre com uma chave de acesso.",
    failed: "Não foi possível consultar. Nada mudou; verifique a conexão e tente de novo.",
    passkeys: "Chaves de acesso",
    passkeysMore:
      "Uma chave de acesso fica no seu dispositivo, ou no seu gerenciador de senhas, e permite entrar sem link nem código. Tenha uma em cada dispositivo que usa. Se perder todas, peça um novo convite.",
    passkeysNone: "Ainda não tem nenhuma chave de acesso.",
    notYours:
      "Esta sessão pertence ao assento e não à sua pessoa. Peça um convite em seu nome para criar chaves de acesso e ver todas as suas sessões.",
    name: "Nome da nova chave de acesso",
    nameHint: "Para a reconhecer mais tarde, por exemplo “Portátil do trabalho”.",
    nameEmpty: "Dê primeiro um nome à chave de acesso.",
    add: "Acrescentar uma chave de acesso",
    adding: "O seu dispositivo está perguntando…",
    added: (name) => `A chave de acesso ${name} foi acrescentada. Ela permite entrar a partir de agora.`,
    had: "Este dispositivo já tem uma chave de acesso sua. Nada mudou.",
    addFailed: "Nenhuma chave de acesso foi criada. Nada mudou; tente de novo.",
    addedOn: (when) => `Acrescentada em ${when}`,
    usedOn: (when) => `Usada pela última vez em ${when}`,
    usedNever: "Ainda não usada",
    rename: "Mudar o nome",
    renameOf: (name) => `Mudar o nome da chave de acesso ${name}`,
    newName: "Novo nome",
    save: "Gravar",
    cancel: "Cancelar",
    remove: "Remover",
    removeOf: (name) => `Remover a chave de acesso ${name}`,
    removeTitle: (name) => `Remover ${name}?`,
    removeMore:
      "Ela já não permite a entrada de ninguém. As sessões iniciadas com ela continuam abertas; encerre-as mais abaixo. Elimine-a também no seu dispositivo.",
    removed: (name) => `A chave de acesso ${name} foi removida.`,
    sessions: "Onde as suas sessões estão abertas",
    sessionsMore:
      "Cada uma é um navegador. Se não reconhecer alguma, encerre-a: o dispositivo é desligado imediatamente e já não pode enviar nada.",
    current: "Este navegador",
    unknownDevice: "Dispositivo desconhecido",
    otherBrowser: "Outro navegador",
    otherSystem: "outro sistema",
    since: (when) => `Sessão iniciada em ${when}`,
    seen: (day) => `Última visita em ${day}`,
    end: "Encerrar",
    endOf: (device) => `Encerrar a sessão: ${device}`,
    ended: (device) => `A sessão foi encerrada: ${device}.`,
    everywhere: "Encerrar todas as sessões",
    everywhereMore:
      "Encerra todas as suas sessões, também esta. O que está em espera neste dispositivo é enviado primeiro.",
    notAllowed: "Não foi possível. Nada mudou; carregue a página de novo.",
  },
};
