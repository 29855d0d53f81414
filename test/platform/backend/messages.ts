/**
 * Texts of the platform as [zh-cn, en]. `localizedMessage` replaces each `{}`. The texts are from platform-api.md 1.4,
 * 1.10 and 4.6 unless a comment names another source.
 */
export const messages = {
  unsupportedOrigin: ['未支持的源码来源', 'Unsupported source code sources'],
  packageExists: ['源码包已存在', 'Source code package already exists'],
  objectStore: ['对象存储服务异常: 请联系管理员', 'Object Storage Service Exception: Please contact administrator'],
  noApplication: ['No Application matches the given query.', 'No Application matches the given query.'],
  notFound: ['未找到。', 'Not found.'],
  unsupportedMediaType: ['不支持请求中的媒体类型 “{}”。', 'Unsupported media type "{}" in request.'],
  methodNotAllowed: ['方法 “{}” 不被允许。', 'Method "{}" not allowed.'],
  required: ['该字段是必填项。', 'This field is required.'],
  blank: ['该字段不能为空。', 'This field may not be blank.'],
  null: ['该字段不能为 null。', 'This field may not be null.'],
  // The framework's Chinese catalogue does not translate `notBoolean`, `nullCharacter` and `notString`.
  notBoolean: ['Must be a valid boolean.', 'Must be a valid boolean.'],
  nullCharacter: ['Null characters are not allowed.', 'Null characters are not allowed.'],
  notString: ['Not a valid string.', 'Not a valid string.'],
  notUrl: ['请输入合法的URL。', 'Enter a valid URL.'],
  // `notObject` and `notChoice` are not in platform-api.md. Both texts are from the framework's catalogue.
  notObject: ['无效数据。期待为字典类型，得到的是 {} 。', 'Invalid data. Expected a dictionary, but got {}.'],
  notChoice: ['“{}” 不是合法选项。', '"{}" is not a valid choice.'],
  badArchive: ['源码包文件格式错误，文件可能已经损坏', 'source package file format error, file may be damaged'],
  badSymlink: [
    '源码包文件格式错误，使用了不合法的符号链接',
    'The source package file format is incorrect and an illegal symbolic link is used',
  ],
  badDescriptionPath: ['应用描述文件的所在目录不合法', 'Invalid application description file directory'],
  badDescription: [
    '应用描述文件内容不是有效 YAML 格式',
    'The content of the app description file is not in valid YAML format',
  ],
  // platform-api.md gives only the Chinese text. The English text is made up.
  cannotGetRepo: [
    '无法获取源码信息: {}的仓库信息查询异常',
    'Unable to get source code information: Repository information query exception of {}',
  ],
  // platform-api.md gives no text. The Chinese text is from the platform's public error table.
  needOauth: ['尚未绑定 OAUTH 授权信息', 'OAUTH authorization information is not bound'],
  // `noDeployment` and `noDeploymentInModule` are from platform-api.md 4.9, which gives only the Chinese texts.
  noDeployment: ['查询部署信息失败: 没有 id 为 {} 的部署记录', 'Failed to get deployment: no deployment with id {}'],
  noDeploymentInModule: [
    '查询部署信息失败: 模块 {} 下没有 id 为 {} 的部署记录',
    'Failed to get deployment: module {} has no deployment with id {}',
  ],
  // The following texts are from platform-api.md 4.8, 4.12, 4.13 and 4.14 unless a comment says otherwise.
  roleRestricted: [
    '已开启部署权限控制，仅管理员可以操作',
    'Deployment rights control is enabled, only administrators can operate',
  ],
  deployOngoing: [
    '部署失败，已有部署任务进行中，请刷新查看',
    'Deployment failed, existing deployment in progress, please refresh to see',
  ],
  noRevision: ['无法获取代码版本', 'Code version not available'],
  cannotDeploy: [
    '部署失败: 部署请求异常，请稍候再试',
    'Deployment failure: Deployment request exception, please try again later',
  ],
  // platform-api.md does not give this text. The English text is made up.
  cannotDeployStore: [
    '部署失败: 对象存储服务异常, 请稍后再试',
    'Deployment failure: Object storage service exception, please try again later',
  ],
  badDeployDescription: ['应用描述文件校验失败：{}', 'APP description file verification failed: {}'],
  // platform-api.md 4.8 gives only the English text.
  moduleNotConfigured: [
    '未找到待部署模块的配置，当前已配置的模块为 {}',
    'Configuration of undeployed module not found, currently configured module is {}',
  ],
  notReleased: ['应用尚未在该环境发布过', 'The APP has not been released in this environment'],
  channelNotFound: ['日志流管道不存在', 'Log flow pipeline does not exist'],
  nothingToOffline: [
    '下线失败: 没有找到对应的部署记录，不允许下架',
    'Failed to go offline: No corresponding deployment record found, archive is not allowed',
  ],
  offlineOngoing: [
    '下线失败: 存在正在进行的下架任务，请勿重复操作',
    'Failed to go offline: There are ongoing downgrading tasks, please do not repeat the operation',
  ],
  // platform-api.md 4.14 gives only the code of this error.
  noOffline: [
    '查询下架信息失败: {} 没有id为 {} 的下架记录',
    'Failed to get offline: {} has no offline record with id {}',
  ],
  // The Chinese texts from `logQueryRefused` to `logScrollExpired` are from the platform's public source. The English
  // texts are made up.
  logQueryRefused: ['查询日志失败，请检查查询条件', 'Failed to query logs, please check the query conditions'],
  logQueryFailed: [
    '查询日志失败: 日志查询失败，请稍后再试。',
    'Failed to query logs: Log query failed, please try again later.',
  ],
  logScrollExpired: [
    '查询日志失败: 日志查询快照失效, 请刷新后重试。',
    'Failed to query logs: The snapshot of the log query has expired, please refresh and try again.',
  ],
  // This text is from the platform's public source.
  logRangeIncomplete: [
    'start_time & end_time is necessary if time_range is customized',
    'start_time & end_time is necessary if time_range is customized',
  ],
  // platform-api.md 4.16 gives no text. This one is made up.
  logWindowTooLong: ['offset + limit 不能超过 10000', 'offset + limit must not exceed 10000'],
  // `tooSmall`, `badDateTime`, `notInteger` and `invalidChoice` are from the framework's catalogue.
  tooSmall: ['请确保该值大于或者等于 {}。', 'Ensure this value is greater than or equal to {}.'],
  badDateTime: [
    '日期时间格式错误。请从这些格式中选择：YYYY-MM-DD hh:mm[:ss[.uuuuuu]]。',
    'Datetime has wrong format. Use one of these formats instead: YYYY-MM-DD hh:mm[:ss[.uuuuuu]].',
  ],
  notInteger: ['请填写合法的整数值。', 'A valid integer is required.'],
  invalidChoice: ['Invalid choice. Valid choices are {}', 'Invalid choice. Valid choices are {}'],
  // The Chinese texts from `noSolution` to `faqQuery` are from platform-api.md 4.9. The English texts are made up.
  noSolution: [
    '暂时无法找到解决方案，请前往“标准输出日志”检查是否有异常',
    'No solution found for now, please check the standard output logs for exceptions',
  ],
  solutionFound: ['已找到解决方案', 'Solutions found'],
  logQuery: ['日志查询', 'Query logs'],
  faqQuery: ['去 FAQ 查询试试', 'Search the FAQ'],
  // The platform sends the following texts in Chinese only. `badOrder` and `badOption` are from the platform's public
  // source, the other texts from platform-api.md 1.4.
  uploadByLinkOff: ['源码包 URL 上传功能未开启，请联系管理员', '源码包 URL 上传功能未开启，请联系管理员'],
  schemeRefused: ["不允许的协议 '{}'，仅支持 http 和 https", "不允许的协议 '{}'，仅支持 http 和 https"],
  hostRefused: ["主机 '{}' 不在允许的白名单中", "主机 '{}' 不在允许的白名单中"],
  urlMalformed: ['URL 格式不合法', 'URL 格式不合法'],
  badOrder: ['无效的排序选项：{}', '无效的排序选项：{}'],
  badOption: ['无效的选项: {}', '无效的选项: {}'],
} as const satisfies Readonly<Record<string, readonly [string, string]>>;

export type Message = keyof typeof messages;
